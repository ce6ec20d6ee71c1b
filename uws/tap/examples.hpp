/// Queries that work here, for people and for TOPCAT's example menu (DALI 1.1 section 2.3).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace uws {

struct ExampleQuery {
  std::string_view id;  ///< of the element, so that links can point at it
  std::string_view name, text, table, query;
};
std::vector<ExampleQuery> const& example_queries();

/// The XHTML+RDFa document; `tap_url` is the base of the service as the client knows it.
std::string examples_xhtml(std::string const& tap_url);

/// The page of the service for a browser: a form for ADQL with `query` filled in (empty: the first example),
/// the examples, the tables.
std::string tap_page_html(std::string const& tap_url, std::string_view query);

}  // namespace uws
