#include "uws/daemon/batch_notice.hpp"

#include "uws/http/respond.hpp"
#include "uws/results/link_signer.hpp"

namespace uws {
namespace {

constexpr std::string_view path_begin = "/batch/", query_begin = "key=";
constexpr std::size_t longest_id = 64;

}  // namespace

std::string BatchNotices::signature(std::string_view id) const {
  // Other uses of the key begin their messages with other words.
  return hmac_sha256(key_, "batch notice\n" + std::to_string(id.size()) + ":" + std::string(id));
}

std::string BatchNotices::url(std::string const& base, jobs::JobId const& id) const {
  return base + std::string(path_begin) + id + "?" + std::string(query_begin) + signature(id);
}

bool BatchNotices::is_one(http::Request const& request) {
  return request.method == http::Method::post && request.path.starts_with(path_begin);
}

http::Reply BatchNotices::take(http::Request const& request,
                               std::function<void(jobs::JobId const&)> const& poke) const {
  // As we made it, or it is not ours: nothing here needs decoding.
  std::string_view const id = std::string_view(request.path).substr(path_begin.size());
  std::string_view const query = request.query;
  bool const good = id.size() <= longest_id && query.starts_with(query_begin) &&
                    same_secret(query.substr(query_begin.size()), signature(id));
  if (!good) return http::text(403, "This is not the key of that batch.\n");
  poke(jobs::JobId(id));
  return http::no_content();
}

}  // namespace uws
