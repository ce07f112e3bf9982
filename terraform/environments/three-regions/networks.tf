module "us_east1" {
  source    = "../../modules/region-network"
  providers = { aws = aws.us_east1 }

  region        = "us-east1"
  aws_region    = local.aws_regions["us-east1"]
  zones         = local.zones["us-east1"]
  cidr_block    = var.cidr_blocks["us-east1"]
  cell_port     = var.cell_port
  database_port = var.database_port
}

module "europe_west1" {
  source    = "../../modules/region-network"
  providers = { aws = aws.europe_west1 }

  region        = "europe-west1"
  aws_region    = local.aws_regions["europe-west1"]
  zones         = local.zones["europe-west1"]
  cidr_block    = var.cidr_blocks["europe-west1"]
  cell_port     = var.cell_port
  database_port = var.database_port
}

module "asia_southeast1" {
  source    = "../../modules/region-network"
  providers = { aws = aws.asia_southeast1 }

  region        = "asia-southeast1"
  aws_region    = local.aws_regions["asia-southeast1"]
  zones         = local.zones["asia-southeast1"]
  cidr_block    = var.cidr_blocks["asia-southeast1"]
  cell_port     = var.cell_port
  database_port = var.database_port
}
