SELECT epoch FROM route_epoch WHERE home_region = 'global'
