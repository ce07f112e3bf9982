data "aws_region" "requester" {
  provider = aws.requester
}

data "aws_region" "accepter" {
  provider = aws.accepter
}

locals {
  name = "${var.requester.region}/${var.accepter.region}"

  # Which tier has a route to which tier of the other region: for each arrow one way there, and one for the answers.
  ways = {
    edge-to-cell         = { from = "edge", to = "cell" }
    cell-to-edge         = { from = "cell", to = "edge" }
    cell-to-database     = { from = "cell", to = "database" }
    database-to-cell     = { from = "database", to = "cell" }
    database-to-database = { from = "database", to = "database" }
  }
}

resource "aws_vpc_peering_connection" "regions" {
  provider = aws.requester

  vpc_id      = var.requester.vpc_id
  peer_vpc_id = var.accepter.vpc_id
  peer_region = var.accepter.aws_region

  # Across regions the requester cannot accept for the other side.
  auto_accept = false

  tags = { Name = local.name }

  lifecycle {
    precondition {
      condition     = data.aws_region.requester.name == var.requester.aws_region
      error_message = "The requester's provider is of ${data.aws_region.requester.name}, not of ${var.requester.aws_region}."
    }
  }
}

resource "aws_vpc_peering_connection_accepter" "regions" {
  provider = aws.accepter

  vpc_peering_connection_id = aws_vpc_peering_connection.regions.id
  auto_accept               = true

  tags = { Name = local.name }

  lifecycle {
    precondition {
      condition     = data.aws_region.accepter.name == var.accepter.aws_region
      error_message = "The accepter's provider is of ${data.aws_region.accepter.name}, not of ${var.accepter.aws_region}."
    }
  }
}

# Routes name the accepter, not the connection: a route through a peering that is not accepted yet is refused.
resource "aws_route" "requester" {
  provider = aws.requester
  for_each = local.ways

  route_table_id            = var.requester.route_table_ids[each.value.from]
  destination_cidr_block    = var.accepter.tier_cidr_blocks[each.value.to]
  vpc_peering_connection_id = aws_vpc_peering_connection_accepter.regions.vpc_peering_connection_id
}

resource "aws_route" "accepter" {
  provider = aws.accepter
  for_each = local.ways

  route_table_id            = var.accepter.route_table_ids[each.value.from]
  destination_cidr_block    = var.requester.tier_cidr_blocks[each.value.to]
  vpc_peering_connection_id = aws_vpc_peering_connection_accepter.regions.vpc_peering_connection_id
}
