/// Which columns the observation index has, and what a run says for each.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/fits_writer.hpp"
#include "engine/io/index_writer.hpp"

namespace engine {

enum class IndexKind { real, whole, text };
struct IndexColumn {
  char const* name;
  IndexKind kind;
  char const* unit;
};
/// The columns of GADF that follow OBS_ID, in their order. Dates are spelt with '_', as GADF first had them
/// and as the FITS standard wants column names.
std::vector<IndexColumn> const& observation_index_columns();

/// The facts of a run with those derived from them; TSTART and TSTOP in the reference `time`.
std::vector<FitsKey> index_facts(IndexedRun const& run, TimeReference const& time);

FitsKey const* find_key(std::vector<FitsKey> const& keys, std::string_view keyword);
/// Whole numbers count as reals; any other type is nothing.
std::optional<double> real_value(FitsKey const* key);
std::optional<std::int64_t> whole_value(FitsKey const* key);

}  // namespace engine
