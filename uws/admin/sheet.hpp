/// One table of the administration, as a page or as JSON. Internal to uws/admin.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "uws/http/message.hpp"
#include "uws/identity/account.hpp"

namespace uws {

/// An empty text is null in JSON.
using Cell = std::variant<std::string, std::int64_t, double, bool, std::vector<std::string>>;

struct Column {
  std::string key;    ///< in JSON
  std::string title;  ///< on the page
};

struct SheetRow {
  std::vector<Cell> cells{};
  std::string link{};     ///< a path of the service behind the first cell
  std::string actions{};  ///< buttons, as HTML
};

struct Sheet {
  std::string key;    ///< of the list in JSON
  std::string title;  ///< of the page
  std::vector<Column> columns;
  std::vector<SheetRow> rows{};
  std::string forms{};  ///< above the table, as HTML
  std::string next{};   ///< path of the next page
  /// What else the JSON has, beside the list; the page shows it as a list of its own.
  std::vector<std::pair<Column, Cell>> facts{};
};

/// The form the client prefers.
http::Reply sheet_reply(http::Request const& request, Account const& account, Sheet const& sheet);
std::string sheet_html(http::Request const& request, Account const& account, Sheet const& sheet);
std::string sheet_json(Sheet const& sheet);

/// After something was done: back to the page, or {"done": what}.
http::Reply done_reply(http::Request const& request, std::string const& page, std::string const& what);

/// A form that posts to a path of the service.
std::string sheet_form(http::Request const& request, std::string const& path, std::string const& inputs,
                       std::string const& button);
std::string input(std::string const& name, std::string const& label, std::string const& attributes = {});
std::string choice(std::string const& name, std::vector<std::string> const& words,
                   std::string const& chosen = {});
std::string hidden(std::string const& name, std::string const& value);

}  // namespace uws
