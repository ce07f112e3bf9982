# The arrows of region-network, across the border. Security groups of another region cannot be named in a rule, so the
# other side is named by its tier's block; a port is always that of the side that is called.
locals {
  arrows = {
    edge-to-cell         = { from = "edge", to = "cell", requester_port = var.requester.cell_port, accepter_port = var.accepter.cell_port }
    cell-to-database     = { from = "cell", to = "database", requester_port = var.requester.database_port, accepter_port = var.accepter.database_port }
    database-to-database = { from = "database", to = "database", requester_port = var.requester.database_port, accepter_port = var.accepter.database_port }
  }
}

resource "aws_vpc_security_group_egress_rule" "requester" {
  provider = aws.requester
  for_each = local.arrows

  description       = "${each.key} of ${var.accepter.region}"
  security_group_id = var.requester.security_group_ids[each.value.from]
  cidr_ipv4         = var.accepter.tier_cidr_blocks[each.value.to]
  ip_protocol       = "tcp"
  from_port         = each.value.accepter_port
  to_port           = each.value.accepter_port
}

resource "aws_vpc_security_group_ingress_rule" "accepter" {
  provider = aws.accepter
  for_each = local.arrows

  description       = "${each.key} from ${var.requester.region}"
  security_group_id = var.accepter.security_group_ids[each.value.to]
  cidr_ipv4         = var.requester.tier_cidr_blocks[each.value.from]
  ip_protocol       = "tcp"
  from_port         = each.value.accepter_port
  to_port           = each.value.accepter_port
}

resource "aws_vpc_security_group_egress_rule" "accepter" {
  provider = aws.accepter
  for_each = local.arrows

  description       = "${each.key} of ${var.requester.region}"
  security_group_id = var.accepter.security_group_ids[each.value.from]
  cidr_ipv4         = var.requester.tier_cidr_blocks[each.value.to]
  ip_protocol       = "tcp"
  from_port         = each.value.requester_port
  to_port           = each.value.requester_port
}

resource "aws_vpc_security_group_ingress_rule" "requester" {
  provider = aws.requester
  for_each = local.arrows

  description       = "${each.key} from ${var.accepter.region}"
  security_group_id = var.requester.security_group_ids[each.value.to]
  cidr_ipv4         = var.accepter.tier_cidr_blocks[each.value.from]
  ip_protocol       = "tcp"
  from_port         = each.value.requester_port
  to_port           = each.value.requester_port
}
