output "networks" {
  description = "By region, what region-network tells."
  value = {
    for network in [module.us_east1.network, module.europe_west1.network, module.asia_southeast1.network] : network.region => network
  }
}

output "peerings" {
  description = "By pair of regions, what region-peering tells."
  value = {
    for peering in [
      module.us_east1_europe_west1.peering, module.us_east1_asia_southeast1.peering, module.europe_west1_asia_southeast1.peering
    ] : "${peering.requester.region}/${peering.accepter.region}" => peering
  }
}
