# Who may open a connection to whom. Between regions, region-peering opens the same arrows.
locals {
  arrows = {
    edge-to-cell         = { from = "edge", to = "cell", port = var.cell_port }
    cell-to-database     = { from = "cell", to = "database", port = var.database_port }
    database-to-database = { from = "database", to = "database", port = var.database_port }
  }
}

# Without rules, whatever is started without a group of its own can neither call nor be called.
resource "aws_default_security_group" "closed" {
  vpc_id  = aws_vpc.region.id
  ingress = []
  egress  = []

  tags = { Name = "${var.region}/closed" }
}

resource "aws_security_group" "tier" {
  for_each = local.tiers

  name        = "${each.key}-${var.region}"
  description = "The ${each.key} tier of ${var.region}"
  vpc_id      = aws_vpc.region.id

  tags = { Name = "${var.region}/${each.key}", tier = each.key }
}

resource "aws_vpc_security_group_egress_rule" "arrow" {
  for_each = local.arrows

  description                  = each.key
  security_group_id            = aws_security_group.tier[each.value.from].id
  referenced_security_group_id = aws_security_group.tier[each.value.to].id
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
}

resource "aws_vpc_security_group_ingress_rule" "arrow" {
  for_each = local.arrows

  description                  = each.key
  security_group_id            = aws_security_group.tier[each.value.to].id
  referenced_security_group_id = aws_security_group.tier[each.value.from].id
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
}
