#include "uws/soda/soda_sync.hpp"

#include <fstream>

#include "engine/base/failure.hpp"
#include "uws/http/form.hpp"
#include "uws/http/respond.hpp"
#include "uws/links/dataset.hpp"
#include "uws/links/files.hpp"
#include "uws/soda/spool_folder.hpp"

namespace uws {
namespace {

using Kind = SodaFailure::Kind;

/// A file that has no name any more: the space is free again when the last byte is sent, or the client gone.
class OpenFileBody : public http::BodySource {
 public:
  explicit OpenFileBody(std::ifstream file) : file_(std::move(file)) {}
  bool read(std::string& chunk) override {
    chunk.resize(std::size_t{64} << 10);
    file_.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
    chunk.resize(static_cast<std::size_t>(file_.gcount()));
    if (file_.bad()) throw engine::Failure(engine::Fault::internal, "a product of SODA cannot be read back");
    return !chunk.empty();
  }

 private:
  std::ifstream file_;
};

http::Reply product_reply(CutProducts const& products) {
  if (products.empty || products.event_lists.empty()) return http::Response{204, {}, {}};
  auto const& path = products.event_lists.front();
  std::ifstream file(path, std::ios::binary);
  if (!file) throw engine::Failure(engine::Fault::internal, "a product of SODA is missing: " + path.string());
  http::StreamReply reply;
  reply.headers.set("Content-Type", "application/fits");
  reply.headers.set("Content-Disposition", "attachment; filename=\"" + path.filename().string() + "\"");
  reply.body = std::make_unique<OpenFileBody>(std::move(file));
  return reply;
}

std::filesystem::path event_file(http::Request const& request, LinkParts const& links,
                                 Dataset const& dataset) {
  if (!dataset.known) throw SodaFailure(Kind::not_found, "ID: there is no dataset " + dataset.did);
  if (!dataset.is_run || !dataset.file)
    throw SodaFailure(Kind::usage, "ID: " + dataset.did + " has no events to select from");
  auto const reply = file_reply(request, links, dataset.file->collection, dataset.file->path);
  auto const* file = std::get_if<http::FileReply>(&reply);
  if (!file) throw SodaFailure(Kind::usage, "ID: the file of " + dataset.did + " is kept elsewhere");
  return file->path;
}

}  // namespace

std::vector<std::filesystem::path> event_files(http::Request const& request, LinkParts const& links,
                                               std::vector<std::string> const& dids) {
  std::vector<Dataset> datasets;
  {
    auto connection = links.pool.take();
    set_asker(*connection, asker_of(links, request), request.base_url);
    datasets = find_datasets(*connection, dids);
  }
  std::vector<std::filesystem::path> files;
  for (auto const& dataset : datasets) try {
      files.push_back(event_file(request, links, dataset));
    } catch (http::Refusal const& refusal) {
      if (refusal.status() == 404) throw SodaFailure(Kind::not_found, refusal.what());
      if (refusal.status() == 403) throw SodaFailure(Kind::authorization, refusal.what());
      throw;
    }
  return files;
}

http::Reply soda_sync(http::Request const& request, SodaParts const& parts) {
  try {
    auto const asked = soda_request(http::parse_parameters(request));
    if (asked.ids.size() != 1)
      throw SodaFailure(asked.ids.empty() ? Kind::usage : Kind::multi_valued,
                        "ID: exactly one dataset can be cut at once here; /soda/async takes several");
    auto const files = event_files(request, parts.links, asked.ids);
    auto rules = parts.rules;
    rules.time = parts.sync_time;
    Turn const turn(parts.engines, std::chrono::seconds(20));
    SpoolFolder const folder(parts.spool);
    return product_reply(run_select(rules, files, select_words(asked), folder.path(), request.abandoned));
  } catch (SodaFailure const& failure) {
    return http::text(failure.status(), failure.what());
  }
}

}  // namespace uws
