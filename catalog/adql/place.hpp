/// Where in a query something stands, and what is wrong there.
#pragma once

#include <string>

namespace catalog::adql {

struct Place {
  int line = 1, column = 1;  ///< from 1; columns count characters (code points), a tab is one
  bool operator==(Place const&) const = default;
};

/// `message` is fit for the user and does not repeat the place: "expected FROM, found 'WHERE'".
struct Problem {
  Place place;
  std::string message;
};

/// "line 1, column 8: expected FROM, found 'WHERE'"
std::string text_of(Problem const& problem);

}  // namespace catalog::adql
