#include "uws/links/table_reply.hpp"

#include <algorithm>

#include "catalog/table/table_puller.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"

namespace uws {

namespace {

class PulledBody final : public http::BodySource {
 public:
  explicit PulledBody(catalog::TablePuller puller) : puller_(std::move(puller)) {}
  bool read(std::string& chunk) override { return puller_.read(chunk); }

 private:
  catalog::TablePuller puller_;
};

}  // namespace

catalog::Format format_asked(http::Parameters const& parameters) {
  auto const asked = parameters.find("RESPONSEFORMAT");
  auto format = catalog::format_of(asked.value_or(""));
  if (format) return *format;
  throw engine::Failure(engine::Fault::bad_request, "RESPONSEFORMAT: '" + std::string(*asked) +
                                                        "' is not offered - there are votable, csv, tsv, "
                                                        "json, fits, html and text");
}

std::int64_t maxrec_asked(http::Parameters const& parameters, std::int64_t standard, std::int64_t most) {
  auto const text = parameters.find("MAXREC");
  if (!text || engine::trimmed(*text).empty()) return standard;
  auto const value = engine::whole_number(*text);
  if (value && *value >= 0) return std::min(*value, most);
  throw engine::Failure(engine::Fault::bad_request,
                        "MAXREC: '" + std::string(*text) + "' is not a whole number from 0 on");
}

http::Reply table_reply(std::unique_ptr<catalog::RowSource> rows, catalog::Format const& format,
                        catalog::TableFrame frame, std::optional<std::int64_t> limit,
                        std::string const& content_type) {
  http::StreamReply reply;
  bool const plain = format.content_type == "application/x-votable+xml";
  reply.headers.set("Content-Type", plain && !content_type.empty() ? content_type : format.content_type);
  reply.body = std::make_unique<PulledBody>(catalog::TablePuller(
      std::move(rows), catalog::make_encoder(format.serialization), std::move(frame), limit));
  return reply;
}

}  // namespace uws
