output "peering" {
  description = "The accepted peering, and which tier of either side has a route to which block of the other."
  value = {
    id = aws_vpc_peering_connection_accepter.regions.vpc_peering_connection_id
    requester = {
      region = var.requester.region
      routes = { for way, route in aws_route.requester : way => route.destination_cidr_block }
    }
    accepter = {
      region = var.accepter.region
      routes = { for way, route in aws_route.accepter : way => route.destination_cidr_block }
    }
  }
}
