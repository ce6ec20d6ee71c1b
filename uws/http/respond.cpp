#include "uws/http/respond.hpp"

#include <array>
#include <utility>
#include <vector>

#include "uws/http/accept.hpp"

namespace uws::http {

namespace {

constexpr std::array<std::pair<int, std::string_view>, 37> reasons{{{100, "Continue"},
                                                                    {200, "OK"},
                                                                    {201, "Created"},
                                                                    {202, "Accepted"},
                                                                    {204, "No Content"},
                                                                    {206, "Partial Content"},
                                                                    {301, "Moved Permanently"},
                                                                    {302, "Found"},
                                                                    {303, "See Other"},
                                                                    {304, "Not Modified"},
                                                                    {307, "Temporary Redirect"},
                                                                    {308, "Permanent Redirect"},
                                                                    {400, "Bad Request"},
                                                                    {401, "Unauthorized"},
                                                                    {403, "Forbidden"},
                                                                    {404, "Not Found"},
                                                                    {405, "Method Not Allowed"},
                                                                    {406, "Not Acceptable"},
                                                                    {408, "Request Timeout"},
                                                                    {409, "Conflict"},
                                                                    {410, "Gone"},
                                                                    {411, "Length Required"},
                                                                    {412, "Precondition Failed"},
                                                                    {413, "Content Too Large"},
                                                                    {414, "URI Too Long"},
                                                                    {415, "Unsupported Media Type"},
                                                                    {416, "Range Not Satisfiable"},
                                                                    {417, "Expectation Failed"},
                                                                    {422, "Unprocessable Content"},
                                                                    {429, "Too Many Requests"},
                                                                    {431, "Request Header Fields Too Large"},
                                                                    {500, "Internal Server Error"},
                                                                    {501, "Not Implemented"},
                                                                    {502, "Bad Gateway"},
                                                                    {503, "Service Unavailable"},
                                                                    {504, "Gateway Timeout"},
                                                                    {505, "HTTP Version Not Supported"}}};

std::string escaped_json(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (char const c : text) {
    auto const byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      out += std::string("\\") + c;
    else if (byte < 0x20)
      out += std::string("\\u00") + digits[byte >> 4] + digits[byte & 15];
    else
      out += c;
  }
  return out;
}

std::string html_page(int status, std::string_view message) {
  std::string const title = std::to_string(status) + " " + std::string(reason_of(status));
  return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + title +
         "</title></head>\n<body><h1>" + title + "</h1><p>" + escaped_html(message) + "</p></body></html>\n";
}

}  // namespace

std::string escaped_html(std::string_view text) {
  std::string out;
  for (char const c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else if (c == '\'')
      out += "&#39;";
    else
      out += c;
  }
  return out;
}

int status_of(engine::Failure const& failure) {
  if (auto const* refusal = dynamic_cast<Refusal const*>(&failure)) return refusal->status();
  switch (failure.fault()) {
    case engine::Fault::bad_request: return 400;
    case engine::Fault::missing_resource:
    case engine::Fault::interrupted: return 503;
    case engine::Fault::bad_data:
    case engine::Fault::internal: return 500;
  }
  return 500;
}

std::string_view reason_of(int status) {
  for (auto const& [known, reason] : reasons)
    if (known == status) return reason;
  return "Unknown";
}

Response with_type(int status, std::string_view content_type, std::string body) {
  Response response{.status = status, .body = std::move(body)};
  response.headers.set("Content-Type", std::string(content_type));
  return response;
}

Response text(int status, std::string body) {
  return with_type(status, "text/plain; charset=utf-8", std::move(body));
}

Response no_content() { return {.status = 204}; }

std::string absolute(Request const& request, std::string_view location) {
  if (location.starts_with("http://") || location.starts_with("https://")) return std::string(location);
  return request.base_url + std::string(location);
}

Response see_other(Request const& request, std::string_view location) {
  Response response = text(303, "");
  response.headers.set("Location", absolute(request, location));
  return response;
}

Response error_page(Request const& request, int status, std::string_view message) {
  // Plain text first: it is what programs that accept everything can show.
  static std::vector<std::string> const offers{"text/plain", "text/html", "application/json"};
  std::string const type = preferred_type(request.headers, offers).value_or(offers.front());
  if (type == "text/html") return with_type(status, "text/html; charset=utf-8", html_page(status, message));
  if (type == "application/json")
    return with_type(
        status, type,
        "{\"status\":" + std::to_string(status) + ",\"error\":\"" + escaped_json(message) + "\"}\n");
  return text(status, std::string(message) + "\n");
}

}  // namespace uws::http
