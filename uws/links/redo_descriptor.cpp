#include "uws/links/redo_descriptor.hpp"

#include "uws/http/percent.hpp"

namespace uws {

catalog::ServiceDescriptor redo_descriptor(Dataset const& dataset, LinkPlaces const& places,
                                           std::string const& id) {
  catalog::ServiceDescriptor redo;
  redo.id = id;
  redo.name = "redo of " + dataset.did;
  redo.description = "A new job with the parameters and inputs of the one that has made " + dataset.title +
                     "; further parameters replace those. To be posted.";
  redo.access_url = places.base_url + places.jobs_path + "/" + http::percent_encoded(dataset.job_type);
  redo.content_type = "text/xml";
  catalog::ServiceParameter product;
  product.name = "PROVENANCE";
  product.ucd = "meta.id;meta.dataset";
  product.description = "The product, or the job, that is to be done again";
  product.value = dataset.did;
  catalog::ServiceParameter phase;
  phase.name = "PHASE";
  phase.ucd = "meta.code.status";
  phase.description = "RUN: start the job at once";
  phase.value = "RUN";
  redo.inputs = {product, phase};
  return redo;
}

}  // namespace uws
