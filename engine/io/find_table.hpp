/// Which HDU of a file is the table that is wanted: by its place, its HDU class, or its name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/io/fits_file.hpp"
#include "engine/model/observation.hpp"

namespace engine {

/// Throws if blocks of the file follow its last readable HDU: a table that seems to be absent may be there,
/// behind a damaged header.
void refuse_damaged_end(FitsFile& file);

/// The binary tables whose HDUCLAS1 is that word; if there is none, those with the word as EXTNAME and
/// without HDUCLAS1 (CTA 1DC has no HDUCLAS keys).
std::vector<int> tables_of_class(FitsFile& file, std::string_view word);

/// The HDU of an events table: the location's number or name, else the only one of class EVENTS. A name that
/// the file does not have is refused, and so is a choice between several.
int find_events_table(FitsFile& file, HduLocation const& where);

/// The HDU of a good time table: the location's number or name, if it is one (the index of CTA 1DC names
/// EVENTS for it); else the one that the DSS keywords of the events name (DSREFn = ':GTI'), else the only
/// one of class GTI. The message for a file without any says how to go on without: gti=ignore.
int find_good_times_table(FitsFile& file, HduLocation const& where, FitsHeader const& events);

}  // namespace engine
