#include "engine/check/fold.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace engine {

namespace {

using Kind = std::tuple<Severity, std::string, std::string, std::string, std::string>;

Kind kind_of(Defect const& defect) {
  return {defect.severity, defect.code, defect.hdu, defect.keyword_or_column, defect.clause};
}

struct Group {
  FoldedDefect folded;
  std::set<std::int64_t> obs_ids;
  std::set<std::string> files;
};

void add(Group& group, Defect const& defect) {
  if (defect.obs_id && group.obs_ids.insert(*defect.obs_id).second)
    group.folded.obs_ids.push_back(*defect.obs_id);
  if (group.files.insert(defect.file).second) group.folded.files.push_back(defect.file);
  group.folded.count += defect.count;
  group.folded.one_message = group.folded.one_message && defect.message == group.folded.first.message;
}

/// The same trouble in the same places.
bool belong_together(Group const& a, Group const& b) {
  Defect const &x = a.folded.first, &y = b.folded.first;
  bool const by_keyword = a.folded.hdus.size() == 1 && x.hdu == y.hdu;
  bool const by_hdu = a.folded.keywords.size() == 1 && x.keyword_or_column == y.keyword_or_column;
  return (by_keyword || by_hdu) && a.folded.one_message && b.folded.one_message && x.severity == y.severity &&
         x.code == y.code && x.clause == y.clause && x.message == y.message && a.obs_ids == b.obs_ids &&
         a.files == b.files;
}

}  // namespace

std::vector<FoldedDefect> fold(std::span<Defect const> defects) {
  std::vector<Group> groups;
  std::map<Kind, std::size_t> place;
  for (Defect const& defect : defects) {
    auto const [found, is_new] = place.try_emplace(kind_of(defect), groups.size());
    if (is_new)
      groups.push_back({.folded = {.first = defect,
                                   .hdus = {defect.hdu},
                                   .keywords = {defect.keyword_or_column},
                                   .obs_ids = {},
                                   .files = {}},
                        .obs_ids = {},
                        .files = {}});
    add(groups[found->second], defect);
  }
  std::vector<Group> merged;
  for (Group& group : groups) {
    auto const partner = std::find_if(merged.begin(), merged.end(),
                                      [&](Group const& other) { return belong_together(other, group); });
    if (partner == merged.end())
      merged.push_back(std::move(group));
    else if (partner->folded.first.hdu != group.folded.first.hdu)
      partner->folded.hdus.push_back(group.folded.first.hdu);
    else
      partner->folded.keywords.push_back(group.folded.first.keyword_or_column);
  }
  std::stable_sort(merged.begin(), merged.end(), [](Group const& a, Group const& b) {
    return a.folded.first.severity > b.folded.first.severity;
  });
  std::vector<FoldedDefect> out;
  for (Group& group : merged) out.push_back(std::move(group.folded));
  return out;
}

}  // namespace engine
