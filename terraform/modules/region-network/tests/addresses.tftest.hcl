# Where does each tier of each zone live, and which of them has a way out?

mock_provider "aws" {
  mock_data "aws_region" {
    defaults = { name = "us-east-1" }
  }
}

variables {
  region     = "us-east1"
  aws_region = "us-east-1"
  zones      = ["us-east-1a", "us-east-1b", "us-east-1c"]
  cidr_block = "10.16.0.0/16"
}

run "a_quarter_per_tier_and_a_quarter_of_it_per_zone" {
  command = plan

  assert {
    condition = { for key, subnet in aws_subnet.zone : key => "${subnet.availability_zone} ${subnet.cidr_block}" } == {
      "cell/us-east-1a"     = "us-east-1a 10.16.0.0/20"
      "cell/us-east-1b"     = "us-east-1b 10.16.16.0/20"
      "cell/us-east-1c"     = "us-east-1c 10.16.32.0/20"
      "database/us-east-1a" = "us-east-1a 10.16.64.0/20"
      "database/us-east-1b" = "us-east-1b 10.16.80.0/20"
      "database/us-east-1c" = "us-east-1c 10.16.96.0/20"
      "edge/us-east-1a"     = "us-east-1a 10.16.128.0/20"
      "edge/us-east-1b"     = "us-east-1b 10.16.144.0/20"
      "edge/us-east-1c"     = "us-east-1c 10.16.160.0/20"
    }
    error_message = "Each zone has one block of each tier, and the last quarters stay free."
  }

  assert {
    condition     = aws_vpc.region.cidr_block == "10.16.0.0/16"
    error_message = "The VPC has the block asked for."
  }

  assert {
    condition     = alltrue([for subnet in aws_subnet.zone : subnet.map_public_ip_on_launch == false])
    error_message = "No subnet hands out public addresses by itself."
  }
}

run "the_smallest_block" {
  command = plan

  variables {
    region     = "europe-west1"
    cidr_block = "192.168.240.0/20"
  }

  assert {
    condition     = aws_subnet.zone["cell/us-east-1a"].cidr_block == "192.168.240.0/24"
    error_message = "The first subnet begins where the block begins."
  }

  assert {
    condition     = aws_subnet.zone["edge/us-east-1c"].cidr_block == "192.168.250.0/24"
    error_message = "The last subnet ends below the free quarter."
  }
}

run "the_output_tells_tiers_and_subnets" {
  assert {
    condition = output.network.tier_cidr_blocks == {
      cell     = "10.16.0.0/18"
      database = "10.16.64.0/18"
      edge     = "10.16.128.0/18"
    }
    error_message = "A peer names a tier by one block."
  }

  assert {
    condition = alltrue(flatten([
      for tier, zones in output.network.subnets : [
        for zone, subnet in zones : subnet == {
          id = aws_subnet.zone["${tier}/${zone}"].id, cidr_block = aws_subnet.zone["${tier}/${zone}"].cidr_block
        }
      ]
    ])) && sum([for zones in values(output.network.subnets) : length(zones)]) == 9
    error_message = "Every subnet is told, under its tier and zone."
  }
}

run "only_edges_have_a_way_out" {
  assert {
    condition     = aws_route.edge_to_internet.route_table_id == aws_route_table.tier["edge"].id
    error_message = "The way to the internet stands in the edges' table."
  }

  assert {
    condition = alltrue([
      for key, association in aws_route_table_association.zone :
      association.route_table_id == aws_route_table.tier[split("/", key)[0]].id && association.subnet_id == aws_subnet.zone[key].id
    ]) && length(aws_route_table_association.zone) == 9
    error_message = "Every subnet uses its tier's table."
  }

  assert {
    condition     = length(distinct([for table in aws_route_table.tier : table.id])) == 3
    error_message = "No two tiers share a table."
  }

  assert {
    condition = length(aws_default_route_table.closed.route) == 0 && alltrue([
      for table in aws_route_table.tier : length(table.route) == 0
    ])
    error_message = "The tables have no routes of their own."
  }

  # What a run cannot list is counted in the source: a second route, NAT gateway or transit would be a second way out.
  assert {
    condition = length(regexall(
      "resource \"aws_(route|nat_gateway|egress_only_internet_gateway|ec2_transit_gateway|vpn_gateway|vpc_peering)[a-z_]*\"",
      join("", [for name in fileset(path.module, "*.tf") : replace(file("${path.module}/${name}"), "/aws_route_table[a-z_]*/", "")])
    )) == 1
    error_message = "There is one route out of the VPC."
  }
}
