/// Rules for any header: keywords that are absent, blank, of the wrong type or repeated.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/check/defect.hpp"
#include "engine/check/gadf_format.hpp"
#include "engine/io/fits_header.hpp"

namespace engine {

/// Absent or blank keywords get `severity`; present ones are checked for their type.
void check_keywords(FitsHeader const& header, std::span<KeywordRule const> rules, Severity severity,
                    std::string const& clause, Findings const& out);
/// Type only, for keywords that may be absent.
void check_keyword_type(FitsHeader const& header, KeywordRule const& rule, std::string const& clause,
                        Findings const& out);
/// The value of a keyword that stands twice is undefined by FITS.
void check_repeated_keywords(FitsHeader const& header, Findings const& out);

/// The value where it is there and of that type; what is wrong with it check_keywords says.
std::optional<double> real_value(FitsHeader const& header, std::string_view keyword);
std::optional<std::int64_t> whole_value(FitsHeader const& header, std::string_view keyword);

}  // namespace engine
