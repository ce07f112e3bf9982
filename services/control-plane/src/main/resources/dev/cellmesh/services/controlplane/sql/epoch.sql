SELECT epoch FROM route_epoch WHERE name = 'routes'
