/// CDS's name resolver Sesame: what is asked, and what its answer means.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace uws {

struct SesameAnswer {
  double ra = 0, dec = 0;           ///< ICRS degrees
  std::string name, type, service;  ///< main name; object type; Simbad, NED or VizieR
};

/// From the "%"-lines of the text form (option -oI). Nothing: the name is not known there.
std::optional<SesameAnswer> parse_sesame(std::string_view text);

/// Asks `url` ("https://cds.unistra.fr/cgi-bin/nph-sesame"). Failure(missing_resource) if it does not answer
/// properly.
std::optional<SesameAnswer> ask_sesame(std::string const& url, std::string const& name,
                                       std::chrono::seconds timeout);

}  // namespace uws
