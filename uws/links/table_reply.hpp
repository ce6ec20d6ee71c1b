/// From rows to a reply, in the format the client asked for.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "catalog/table/formats.hpp"
#include "catalog/table/rows.hpp"
#include "catalog/table/table_frame.hpp"
#include "uws/http/form.hpp"
#include "uws/http/message.hpp"

namespace uws {

/// RESPONSEFORMAT; throws Failure(bad_request) naming it if there is no such format.
catalog::Format format_asked(http::Parameters const& parameters);

/// MAXREC (DALI 1.1 section 3.4.4), not above `most`; Failure(bad_request) if it is no whole number.
std::int64_t maxrec_asked(http::Parameters const& parameters, std::int64_t standard, std::int64_t most);

/// Streams the rows. `content_type` replaces the format's own for plain VOTables (";content=datalink"); a
/// format that the client named stays as named.
http::Reply table_reply(std::unique_ptr<catalog::RowSource> rows, catalog::Format const& format,
                        catalog::TableFrame frame, std::optional<std::int64_t> limit,
                        std::string const& content_type = {});

}  // namespace uws
