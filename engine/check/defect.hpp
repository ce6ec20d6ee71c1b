/// One thing that is wrong with a DL3 set, as a value: what, where, how bad, what to do, which clause.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace engine {

/// error: a reader gives wrong numbers or cannot read; warning: demanded by the format, readable without;
/// note: worth knowing.
enum class Severity { note, warning, error };
std::string_view word_of(Severity severity);

/// Where a defect is. A file that serves several runs (shared responses, an index) has no obs_id.
struct Place {
  std::string file, hdu;
  std::optional<std::int64_t> obs_id{};
};

struct Defect {
  Severity severity = Severity::note;
  std::string code{};  ///< stable, kebab-case: "events-outside-gti"
  std::string file{}, hdu{};
  std::optional<std::int64_t> obs_id{};
  std::string keyword_or_column{};
  std::string message{};  ///< what is wrong and what comes of it
  std::string remedy{};
  std::string clause{};     ///< "GADF 0.3, EVENTS, mandatory header keywords"
  std::uint64_t count = 1;  ///< of the events, rows or cells that have it

  friend bool operator==(Defect const&, Defect const&) = default;
};

/// Collects defects of one place in a list that somebody else owns.
class Findings {
 public:
  Findings(std::vector<Defect>& into, Place place) : into_(&into), place_(std::move(place)) {}
  Place const& place() const { return place_; }
  Findings in(std::string hdu) const;
  Findings of_run(std::optional<std::int64_t> obs_id) const;
  /// The place is filled in here.
  void add(Defect defect) const;
  /// What a check could not read is itself a defect of this place.
  void add_unreadable(std::string const& reason) const;

 private:
  std::vector<Defect>* into_;
  Place place_;
};

}  // namespace engine
