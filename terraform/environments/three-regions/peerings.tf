# Peering is not transitive, so every pair has its own.
module "us_east1_europe_west1" {
  source    = "../../modules/region-peering"
  providers = { aws.requester = aws.us_east1, aws.accepter = aws.europe_west1 }

  requester = module.us_east1.network
  accepter  = module.europe_west1.network
}

module "us_east1_asia_southeast1" {
  source    = "../../modules/region-peering"
  providers = { aws.requester = aws.us_east1, aws.accepter = aws.asia_southeast1 }

  requester = module.us_east1.network
  accepter  = module.asia_southeast1.network
}

module "europe_west1_asia_southeast1" {
  source    = "../../modules/region-peering"
  providers = { aws.requester = aws.europe_west1, aws.accepter = aws.asia_southeast1 }

  requester = module.europe_west1.network
  accepter  = module.asia_southeast1.network
}
