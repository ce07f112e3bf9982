# Who may open a connection to whom, and may really nobody else?

mock_provider "aws" {
  mock_data "aws_region" {
    defaults = { name = "us-east-1" }
  }
}

variables {
  region        = "us-east1"
  aws_region    = "us-east-1"
  zones         = ["us-east-1a", "us-east-1b", "us-east-1c"]
  cidr_block    = "10.16.0.0/16"
  cell_port     = 8443
  database_port = 5432
}

run "exactly_three_arrows" {
  assert {
    condition = toset([
      for rule in aws_vpc_security_group_ingress_rule.arrow :
      "${rule.referenced_security_group_id} -> ${rule.security_group_id} ${rule.ip_protocol} ${rule.from_port}-${rule.to_port}"
      ]) == toset([
      "${aws_security_group.tier["edge"].id} -> ${aws_security_group.tier["cell"].id} tcp 8443-8443",
      "${aws_security_group.tier["cell"].id} -> ${aws_security_group.tier["database"].id} tcp 5432-5432",
      "${aws_security_group.tier["database"].id} -> ${aws_security_group.tier["database"].id} tcp 5432-5432",
    ])
    error_message = "Edges call cells, cells call databases, databases call databases; nobody else is let in."
  }

  assert {
    condition = toset([
      for rule in aws_vpc_security_group_egress_rule.arrow :
      "${rule.security_group_id} -> ${rule.referenced_security_group_id} ${rule.ip_protocol} ${rule.from_port}-${rule.to_port}"
      ]) == toset([
      "${aws_security_group.tier["edge"].id} -> ${aws_security_group.tier["cell"].id} tcp 8443-8443",
      "${aws_security_group.tier["cell"].id} -> ${aws_security_group.tier["database"].id} tcp 5432-5432",
      "${aws_security_group.tier["database"].id} -> ${aws_security_group.tier["database"].id} tcp 5432-5432",
    ])
    error_message = "What is let in at one end is let out at the other, and nothing else."
  }

  assert {
    condition = alltrue([
      for rule in concat(values(aws_vpc_security_group_ingress_rule.arrow), values(aws_vpc_security_group_egress_rule.arrow)) :
      rule.cidr_ipv4 == null && rule.cidr_ipv6 == null && rule.prefix_list_id == null
    ])
    error_message = "Inside a region a rule names a group, never an address."
  }

  assert {
    condition     = length(distinct([for group in aws_security_group.tier : group.id])) == 3
    error_message = "No two tiers share a group."
  }
}

run "nothing_beside_the_arrows" {
  assert {
    condition     = length(aws_default_security_group.closed.ingress) == 0 && length(aws_default_security_group.closed.egress) == 0
    error_message = "The VPC's default group is closed."
  }

  assert {
    condition     = alltrue([for group in aws_security_group.tier : length(group.ingress) == 0 && length(group.egress) == 0])
    error_message = "The groups have no rules of their own."
  }

  # What a run cannot list is counted in the source.
  assert {
    condition = length(regexall(
      "resource \"aws_(vpc_)?(default_)?(security_group|network_acl)[a-z_]*\"",
      join("", [for name in fileset(path.module, "*.tf") : file("${path.module}/${name}")])
    )) == 4
    error_message = "Two kinds of groups and two kinds of rules are declared."
  }
}

run "the_output_tells_groups_and_ports" {
  assert {
    condition     = output.network.security_group_ids == { for tier, group in aws_security_group.tier : tier => group.id }
    error_message = "Each tier's group is told."
  }

  assert {
    condition     = output.network.cell_port == 8443 && output.network.database_port == 5432
    error_message = "The ports are told."
  }
}
