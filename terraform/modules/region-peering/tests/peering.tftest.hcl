# Which way leads to the other region, and who may go it?

mock_provider "aws" {
  alias = "requester"

  mock_data "aws_region" {
    defaults = { name = "us-east-1" }
  }
}

mock_provider "aws" {
  alias = "accepter"

  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }
}

variables {
  requester = {
    region             = "us-east1"
    aws_region         = "us-east-1"
    vpc_id             = "vpc-us"
    cidr_block         = "10.16.0.0/16"
    tier_cidr_blocks   = { cell = "10.16.0.0/18", database = "10.16.64.0/18", edge = "10.16.128.0/18" }
    cell_port          = 8080
    database_port      = 5432
    route_table_ids    = { cell = "rtb-us-cell", database = "rtb-us-database", edge = "rtb-us-edge" }
    security_group_ids = { cell = "sg-us-cell", database = "sg-us-database", edge = "sg-us-edge" }
  }
  accepter = {
    region             = "europe-west1"
    aws_region         = "eu-west-1"
    vpc_id             = "vpc-eu"
    cidr_block         = "10.32.0.0/16"
    tier_cidr_blocks   = { cell = "10.32.0.0/18", database = "10.32.64.0/18", edge = "10.32.128.0/18" }
    cell_port          = 8443
    database_port      = 5432
    route_table_ids    = { cell = "rtb-eu-cell", database = "rtb-eu-database", edge = "rtb-eu-edge" }
    security_group_ids = { cell = "sg-eu-cell", database = "sg-eu-database", edge = "sg-eu-edge" }
  }
}

run "the_requester_asks_and_the_accepter_accepts" {
  assert {
    condition = (
      aws_vpc_peering_connection.regions.vpc_id == "vpc-us" &&
      aws_vpc_peering_connection.regions.peer_vpc_id == "vpc-eu" &&
      aws_vpc_peering_connection.regions.peer_region == "eu-west-1" &&
      aws_vpc_peering_connection.regions.auto_accept == false
    )
    error_message = "The request names the other VPC and its region."
  }

  assert {
    condition = (
      aws_vpc_peering_connection_accepter.regions.vpc_peering_connection_id == aws_vpc_peering_connection.regions.id &&
      aws_vpc_peering_connection_accepter.regions.auto_accept == true
    )
    error_message = "The very same peering is accepted."
  }
}

run "routes_both_ways_between_tiers_that_talk" {
  assert {
    condition = toset([for route in aws_route.requester : "${route.route_table_id} ${route.destination_cidr_block}"]) == toset([
      "rtb-us-edge 10.32.0.0/18",
      "rtb-us-cell 10.32.128.0/18",
      "rtb-us-cell 10.32.64.0/18",
      "rtb-us-database 10.32.0.0/18",
      "rtb-us-database 10.32.64.0/18",
    ])
    error_message = "The requester's tables lead to the accepter's tiers, and edges and databases do not meet."
  }

  assert {
    condition = toset([for route in aws_route.accepter : "${route.route_table_id} ${route.destination_cidr_block}"]) == toset([
      "rtb-eu-edge 10.16.0.0/18",
      "rtb-eu-cell 10.16.128.0/18",
      "rtb-eu-cell 10.16.64.0/18",
      "rtb-eu-database 10.16.0.0/18",
      "rtb-eu-database 10.16.64.0/18",
    ])
    error_message = "The accepter's tables lead back."
  }

  assert {
    condition = alltrue([
      for route in concat(values(aws_route.requester), values(aws_route.accepter)) :
      route.vpc_peering_connection_id == aws_vpc_peering_connection.regions.id
    ])
    error_message = "Every route goes through this peering."
  }

  assert {
    condition = output.peering == {
      id = aws_vpc_peering_connection.regions.id
      requester = {
        region = "us-east1"
        routes = { for way, route in aws_route.requester : way => route.destination_cidr_block }
      }
      accepter = {
        region = "europe-west1"
        routes = { for way, route in aws_route.accepter : way => route.destination_cidr_block }
      }
    }
    error_message = "The peering and its ways are told."
  }
}

run "exactly_three_arrows_each_way" {
  assert {
    condition = toset([
      for rule in aws_vpc_security_group_ingress_rule.accepter :
      "${rule.cidr_ipv4} -> ${rule.security_group_id} ${rule.ip_protocol} ${rule.from_port}-${rule.to_port}"
      ]) == toset([
      "10.16.128.0/18 -> sg-eu-cell tcp 8443-8443",
      "10.16.0.0/18 -> sg-eu-database tcp 5432-5432",
      "10.16.64.0/18 -> sg-eu-database tcp 5432-5432",
    ])
    error_message = "The accepter lets in three arrows, on its own ports."
  }

  assert {
    condition = toset([
      for rule in aws_vpc_security_group_egress_rule.requester :
      "${rule.security_group_id} -> ${rule.cidr_ipv4} ${rule.ip_protocol} ${rule.from_port}-${rule.to_port}"
      ]) == toset([
      "sg-us-edge -> 10.32.0.0/18 tcp 8443-8443",
      "sg-us-cell -> 10.32.64.0/18 tcp 5432-5432",
      "sg-us-database -> 10.32.64.0/18 tcp 5432-5432",
    ])
    error_message = "The requester lets the same three out."
  }

  assert {
    condition = toset([
      for rule in aws_vpc_security_group_ingress_rule.requester :
      "${rule.cidr_ipv4} -> ${rule.security_group_id} ${rule.ip_protocol} ${rule.from_port}-${rule.to_port}"
      ]) == toset([
      "10.32.128.0/18 -> sg-us-cell tcp 8080-8080",
      "10.32.0.0/18 -> sg-us-database tcp 5432-5432",
      "10.32.64.0/18 -> sg-us-database tcp 5432-5432",
    ])
    error_message = "The requester lets in three arrows, on its own ports."
  }

  assert {
    condition = toset([
      for rule in aws_vpc_security_group_egress_rule.accepter :
      "${rule.security_group_id} -> ${rule.cidr_ipv4} ${rule.ip_protocol} ${rule.from_port}-${rule.to_port}"
      ]) == toset([
      "sg-eu-edge -> 10.16.0.0/18 tcp 8080-8080",
      "sg-eu-cell -> 10.16.64.0/18 tcp 5432-5432",
      "sg-eu-database -> 10.16.64.0/18 tcp 5432-5432",
    ])
    error_message = "The accepter lets the same three out."
  }
}

run "nothing_beside_them" {
  # What a run cannot list is counted in the source: two sides of a peering, of its routes, and of both kinds of rules.
  assert {
    condition = length(regexall(
      "(?m)^resource ", join("", [for name in fileset(path.module, "*.tf") : file("${path.module}/${name}")])
    )) == 8
    error_message = "Eight kinds of things are declared, and all of them are asserted above."
  }

  assert {
    condition = alltrue([
      for rule in concat(
        values(aws_vpc_security_group_ingress_rule.requester), values(aws_vpc_security_group_egress_rule.requester),
        values(aws_vpc_security_group_ingress_rule.accepter), values(aws_vpc_security_group_egress_rule.accepter),
      ) : rule.cidr_ipv6 == null && rule.prefix_list_id == null && rule.referenced_security_group_id == null
    ])
    error_message = "Across regions a rule names a tier's IPv4 block and nothing else."
  }
}
