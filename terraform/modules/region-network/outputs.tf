output "network" {
  description = "What a peering, cells, databases and edges need to know of this region; maps are by tier (edge, cell, database)."
  value = {
    region             = var.region
    aws_region         = var.aws_region
    vpc_id             = aws_vpc.region.id
    cidr_block         = var.cidr_block
    tier_cidr_blocks   = local.tier_cidr_blocks
    cell_port          = var.cell_port
    database_port      = var.database_port
    route_table_ids    = { for tier, table in aws_route_table.tier : tier => table.id }
    security_group_ids = { for tier, group in aws_security_group.tier : tier => group.id }
    subnets = {
      for tier in keys(local.tiers) : tier => {
        for key, subnet in local.subnets : subnet.zone => {
          id         = aws_subnet.zone[key].id
          cidr_block = subnet.cidr_block
        } if subnet.tier == tier
      }
    }
  }
}
