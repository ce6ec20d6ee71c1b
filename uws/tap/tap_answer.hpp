/// From a TAP request to the document that answers it; the same for sync and async.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/table/formats.hpp"
#include "catalog/table/table_puller.hpp"
#include "uws/fetch/fetch.hpp"
#include "uws/tap/query_rows.hpp"
#include "uws/tap/tap_request.hpp"
#include "uws/tap/vosi.hpp"

namespace uws {

struct TapSettings {
  Limit rows{20000, 20'000'000};
  std::chrono::seconds sync_time{60};
  FetchRules uploads{};  ///< no hosts: inline uploads only; max_bytes holds for both
  /// Who publishes this: the INFO elements of every answer (IVOA note "Data Origin in the VO").
  std::vector<catalog::Info> origin{};
};

struct TapAnswer {
  catalog::Format format;
  std::unique_ptr<catalog::TablePuller> puller;
};

/// The bytes of an inline upload by the name behind "param:"; nothing if the request has none of that name.
using InlineUpload = std::function<std::optional<std::string>(std::string_view name)>;

/// Brings in the uploads, starts the query, and returns with the first row at hand. Failure(bad_request) for
/// what the client did wrong.
TapAnswer open_tap_answer(QueryRunner const& runner, TapSettings const& settings, TapRequest const& request,
                          InlineUpload const& inline_upload, Asker const& asker,
                          std::chrono::milliseconds timeout, QueryRunner::Started const& started = {});

}  // namespace uws
