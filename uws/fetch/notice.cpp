#include "uws/fetch/notice.hpp"

#include <memory>

#include <curl/curl.h>

#include "engine/base/failure.hpp"

namespace uws {
namespace {

using engine::Failure;
using engine::Fault;

struct CurlClose {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};

std::size_t drop(char*, std::size_t size, std::size_t n, void*) { return size * n; }

template <class Value>
void set(CURL* handle, CURLoption option, Value value) {
  if (curl_easy_setopt(handle, option, value) != CURLE_OK)
    throw Failure(Fault::internal, "libcurl refused an option");
}

}  // namespace

void post_notice(std::string const& url, std::chrono::milliseconds timeout) {
  std::unique_ptr<CURL, CurlClose> const handle(curl_easy_init());
  if (!handle) throw Failure(Fault::internal, "libcurl could not be started");
  set(handle.get(), CURLOPT_URL, url.c_str());
  set(handle.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  set(handle.get(), CURLOPT_POST, 1L);
  set(handle.get(), CURLOPT_POSTFIELDSIZE, 0L);
  set(handle.get(), CURLOPT_FOLLOWLOCATION, 0L);
  set(handle.get(), CURLOPT_NOSIGNAL, 1L);
  set(handle.get(), CURLOPT_TIMEOUT_MS, static_cast<long>(timeout.count()));
  set(handle.get(), CURLOPT_USERAGENT, "distilld");
  set(handle.get(), CURLOPT_WRITEFUNCTION, drop);
  auto const outcome = curl_easy_perform(handle.get());
  long status = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
  // The URL carries a key, which is nobody's business.
  if (outcome != CURLE_OK)
    throw Failure(Fault::missing_resource,
                  std::string("the service does not hear of it (") + curl_easy_strerror(outcome) + ")");
  if (status >= 300)
    throw Failure(Fault::missing_resource,
                  "the service does not want to hear of it (status " + std::to_string(status) + ")");
}

}  // namespace uws
