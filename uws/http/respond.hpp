/// Ready-made answers.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/failure.hpp"
#include "uws/http/message.hpp"

namespace uws::http {

/// Thrown by handlers: an answer other than 200 with a message for the user. Statuses: RFC 9110 section 15.
class Refusal : public engine::Failure {
 public:
  Refusal(int status, std::string const& message)
      : Failure(status < 500 ? engine::Fault::bad_request : engine::Fault::internal, message),
        status_(status) {}
  int status() const { return status_; }

 private:
  int status_;
};

/// 400 for bad_request, 503 for missing_resource and interrupted, 500 for the others; a Refusal's own status.
int status_of(engine::Failure const& failure);
std::string_view reason_of(int status);  ///< "Not Found"

Response text(int status, std::string body);  ///< text/plain; charset=utf-8
Response with_type(int status, std::string_view content_type, std::string body);
Response no_content();

/// 303 with an absolute Location: a path below the service ("/uws/map/17") goes under the request's base_url,
/// "http(s)://..." stays.
Response see_other(Request const& request, std::string_view location);
std::string absolute(Request const& request, std::string_view location);

/// The message as HTML, JSON or plain text, by the request's Accept header. The message needs no escaping.
Response error_page(Request const& request, int status, std::string_view message);

std::string escaped_html(std::string_view text);

}  // namespace uws::http
