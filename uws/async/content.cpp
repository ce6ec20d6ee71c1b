#include "uws/async/content.hpp"

#include <algorithm>
#include <array>
#include <system_error>

#include "jobs/job_directory.hpp"
#include "uws/http/accept.hpp"
#include "uws/http/respond.hpp"

namespace uws {

namespace {

constexpr std::array<std::string_view, 6> pictures{"image/png",  "image/jpeg", "image/gif",
                                                   "image/webp", "image/avif", "image/svg+xml"};
constexpr std::array<std::string_view, 5> texts{"text/plain", "text/csv", "text/tab-separated-values",
                                                "application/json", "application/pdf"};

std::string media_type(std::string_view content_type) {
  auto const type = http::parse_media_type(content_type);
  return type ? type->type : std::string();
}

template <class List>
bool has(List const& list, std::string_view type) {
  return std::ranges::find(list, type) != list.end();
}

}  // namespace

bool is_picture(std::string_view content_type) { return has(pictures, media_type(content_type)); }

bool may_be_shown(std::string_view content_type) {
  return is_picture(content_type) || has(texts, media_type(content_type));
}

http::FileReply file_reply(std::filesystem::path const& path, std::string const& content_type,
                           std::string const& file_name) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error))
    throw http::Refusal(
        404, "the file of this job is gone: " + file_name + " - the job may be expiring; run it again");
  http::FileReply reply{path, {}};
  std::string const type = content_type.empty() ? "application/octet-stream" : content_type;
  bool const shown = may_be_shown(type);
  reply.headers.set("Content-Type", type);
  reply.headers.set("Content-Disposition", std::string(shown ? "inline" : "attachment") + "; filename=\"" +
                                               jobs::safe_name(file_name) + "\"");
  reply.headers.set("X-Content-Type-Options", "nosniff");
  // An SVG is a document that may hold scripts: in a sandbox they do not run, and nothing is fetched. The
  // viewers of PDF refuse to work in one, and run no scripts of the page's origin.
  if (shown && media_type(type) != "application/pdf")
    reply.headers.set(
        "Content-Security-Policy",
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:");
  return reply;
}

std::string name_to_save(jobs::Job const& job, jobs::ResultLink const& result) {
  std::string const name = std::filesystem::path(result.path).filename().string();
  return name.starts_with("result") ? job.id.substr(0, 8) + "-" + name : name;
}

}  // namespace uws
