#include <algorithm>

#include "jobs/ids.hpp"
#include "uws/async/job_urls.hpp"
#include "uws/http/form.hpp"
#include "uws/http/respond.hpp"
#include "uws/results/result_resources.hpp"

namespace uws {

namespace {

struct ProductId {
  std::string job, result;
};

/// "ivo://authority/jobs?<job>/<result>", or "<job>/<result>".
std::optional<ProductId> product_id(std::string_view text) {
  text = text.substr(text.rfind('?') == std::string_view::npos ? 0 : text.rfind('?') + 1);
  std::size_t const slash = text.find('/');
  if (slash == std::string_view::npos || !jobs::is_job_id(text.substr(0, slash))) return std::nullopt;
  return ProductId{std::string(text.substr(0, slash)), std::string(text.substr(slash + 1))};
}

http::Reply to_product(http::Request const& request, JobServices const& services,
                       std::function<std::string(std::string_view)> const& path_of) {
  http::Parameters const asked = http::parse_parameters(request);
  auto const id = asked.find("ID");
  if (!id) throw http::Refusal(400, "ID is missing - the identifier of a product, ...?<job>/<result>");
  auto const product = product_id(*id);
  auto const job = product ? services.store.find(product->job) : std::nullopt;
  bool const known =
      job && std::ranges::find(job->results, product->result, &jobs::ResultLink::id) != job->results.end();
  if (!known)
    throw http::Refusal(404, "there is no product '" + std::string(id->substr(0, 200)) +
                                 "' here - its job may have been deleted");
  // Whether this user may have it is asked there.
  return http::see_other(request, JobUrls{path_of(job->list)}.result(job->id, product->result));
}

}  // namespace

void mount_store(http::Router& router, JobServices services,
                 std::function<std::string(std::string_view list)> path_of) {
  router.add(http::Method::get, "/store",
             [services = std::move(services), path_of = std::move(path_of)](http::Request const& request,
                                                                            http::Captures const&) {
               return to_product(request, services, path_of);
             });
}

}  // namespace uws
