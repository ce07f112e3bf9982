data "aws_region" "provider" {}

resource "aws_vpc" "region" {
  cidr_block           = var.cidr_block
  enable_dns_support   = true
  enable_dns_hostnames = true

  tags = { Name = var.region }

  lifecycle {
    precondition {
      condition     = data.aws_region.provider.name == var.aws_region
      error_message = "The provider handed to ${var.region} is of ${data.aws_region.provider.name}, not of ${var.aws_region}."
    }
  }
}

resource "aws_subnet" "zone" {
  for_each = local.subnets

  vpc_id            = aws_vpc.region.id
  availability_zone = each.value.zone
  cidr_block        = each.value.cidr_block

  # Also in the edge tier: a load balancer has addresses of its own, and nothing else should get one by being there.
  map_public_ip_on_launch = false

  tags = { Name = "${var.region}/${each.key}", tier = each.value.tier }
}

resource "aws_internet_gateway" "region" {
  vpc_id = aws_vpc.region.id

  tags = { Name = var.region }
}

# Closed, so that a subnet that is forgotten below reaches nothing outside the VPC.
resource "aws_default_route_table" "closed" {
  default_route_table_id = aws_vpc.region.default_route_table_id
  route                  = []

  tags = { Name = "${var.region}/closed" }
}

resource "aws_route_table" "tier" {
  for_each = local.tiers

  vpc_id = aws_vpc.region.id

  tags = { Name = "${var.region}/${each.key}", tier = each.key }
}

resource "aws_route_table_association" "zone" {
  for_each = local.subnets

  subnet_id      = aws_subnet.zone[each.key].id
  route_table_id = aws_route_table.tier[each.value.tier].id
}

# The only way out of the VPC that this module makes.
resource "aws_route" "edge_to_internet" {
  route_table_id         = aws_route_table.tier["edge"].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.region.id
}
