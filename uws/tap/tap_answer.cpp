#include "uws/tap/tap_answer.hpp"

#include <algorithm>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "uws/http/access_record.hpp"

namespace uws {
namespace {

using engine::Failure;
using engine::Fault;

constexpr std::string_view inline_scheme = "param:";

catalog::Format format_or_refusal(std::string const& asked) {
  if (auto format = catalog::format_of(asked)) {
    // Without a word on it, HTTP clients read text as Latin-1; XML says it itself.
    auto& type = format->content_type;
    if (type.starts_with("text/") && type != "text/xml" && type.find("charset") == type.npos)
      type += ";charset=utf-8";
    return *format;
  }
  std::vector<std::string> known;
  for (auto const& declared : catalog::declared_formats()) known.push_back(declared.mime);
  throw Failure(Fault::bad_request, "RESPONSEFORMAT: '" + asked + "' is not known; there are " +
                                        engine::joined(known, ", ") +
                                        " and the short forms votable, csv, tsv, json, fits");
}

std::string document_of(UploadRequest const& upload, InlineUpload const& inline_upload,
                        FetchRules const& rules) {
  if (!upload.uri.starts_with(inline_scheme)) return fetch(upload.uri, rules);
  auto const name = upload.uri.substr(inline_scheme.size());
  auto document = inline_upload(name);
  if (!document)
    throw Failure(Fault::bad_request, "UPLOAD: table " + upload.table + " is to come from the part '" + name +
                                          "', but the request has no part of that name");
  if (document->size() > rules.max_bytes)
    throw Failure(Fault::bad_request, "UPLOAD: table " + upload.table + " has " +
                                          std::to_string(document->size()) + " bytes, and " +
                                          std::to_string(rules.max_bytes) + " are allowed");
  return std::move(*document);
}

/// The column by which DataLink finds the files of a row; empty if the answer has none.
std::string did_column(std::vector<catalog::Column> const& columns) {
  auto const found = std::find_if(columns.begin(), columns.end(), [](catalog::Column const& column) {
    return engine::same_word(column.name, "obs_publisher_did") && catalog::is_text(column.datatype);
  });
  return found == columns.end() ? "" : found->name;
}

catalog::TableFrame frame_of(TapSettings const& settings, TapRequest const& request, Asker const& asker,
                             std::vector<catalog::Column> const& columns) {
  catalog::TableFrame frame;
  frame.infos = settings.origin;
  frame.infos.push_back({"request_date", http::iso_utc(std::chrono::system_clock::now())});
  frame.infos.push_back({"query", request.query});
  if (auto const column = did_column(columns); !column.empty())
    frame.services.push_back(catalog::links_descriptor(asker.base_url + "/links", column));
  return frame;
}

}  // namespace

TapAnswer open_tap_answer(QueryRunner const& runner, TapSettings const& settings, TapRequest const& request,
                          InlineUpload const& inline_upload, Asker const& asker,
                          std::chrono::milliseconds timeout, QueryRunner::Started const& started) {
  auto const format = format_or_refusal(request.response_format);
  auto const limit = std::min(request.maxrec.value_or(settings.rows.standard), settings.rows.hard);
  auto encoder = catalog::make_encoder(format.serialization);
  QueryOrder order{.text = request.query,
                   .uploads = {},
                   .row_limit = limit + 1,
                   .timeout = timeout,
                   .cells = encoder->wants(),
                   .asker = asker};
  for (auto const& upload : request.uploads)
    order.uploads.push_back({upload.table, document_of(upload, inline_upload, settings.uploads)});
  auto rows = runner.start(order, started);
  auto frame = frame_of(settings, request, asker, rows->columns());
  return {format, std::make_unique<catalog::TablePuller>(std::move(rows), std::move(encoder),
                                                         std::move(frame), limit)};
}

}  // namespace uws
