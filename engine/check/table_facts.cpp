#include "engine/check/table_facts.hpp"

#include "engine/base/text.hpp"

namespace engine {

namespace {

bool is_gti(TableUse const& use) { return use.type == "gti"; }

HduKind wanted_kind(TableUse const& use) {
  if (use.type == "events") return HduKind::events;
  return is_gti(use) ? HduKind::gti : HduKind::response;
}

std::string names_in(SurveyedFile const& file) {
  std::string names;
  for (SurveyedHdu const& hdu : file.hdus) names += (names.empty() ? "" : ", ") + hdu.name;
  return names;
}

}  // namespace

void report_missing_hdu(SurveyedFile const& file, TableUse const& use, Findings const& out) {
  std::string const name = use.hdu.empty() ? upper(use.type) : use.hdu;
  out.add(
      {.severity = Severity::error,
       .code = "index-hdu-missing",
       .keyword_or_column = name,
       .message = "the file has no such HDU (it has " + names_in(file) + "): the run cannot read this table",
       .remedy = file.whole ? "correct HDU_NAME in the index" : "see the damage of the file",
       .clause = clause(GadfVersion::v0_3, section_hdu_index_columns)});
}

void check_hdu_name(SurveyedHdu const& hdu, TableUse const& use, Findings const& out) {
  if (use.hdu.empty() || use.hdu == hdu.name) return;
  out.add({.severity = Severity::note,
           .code = "index-hdu-name-case",
           .keyword_or_column = "HDU_NAME",
           .message =
               "the index spells HDU_NAME in another case than EXTNAME: readers that compare the case do not "
               "find it",
           .remedy = "write EXTNAME as it stands",
           .clause = clause(GadfVersion::v0_3, section_hdu_index_columns)});
}

namespace {

/// CTA 1DC as it was published names EVENTS for the GTI.
bool check_kind(SurveyedHdu const& hdu, TableUse const& use, Findings const& out) {
  HduKind const found = kind_of(hdu);
  if (found == HduKind::other || found == wanted_kind(use)) return true;
  out.add({.severity = Severity::error,
           .code = "index-hdu-wrong-kind",
           .keyword_or_column = "HDU_NAME",
           .message = "the index gives HDU " + hdu.name + " for the " + use.type +
                      " of the run; it is a table of another kind",
           .remedy = "correct HDU_NAME in the index",
           .clause = clause(GadfVersion::v0_3, section_hdu_index_types)});
  return false;
}

}  // namespace

TableKey key_of(TableUse const& use) { return {use.file, lower(use.hdu), use.number.value_or(0)}; }

void TableFacts::add(TableFacts const& other) {
  looked_at.insert(other.looked_at.begin(), other.looked_at.end());
  good_times.insert(other.good_times.begin(), other.good_times.end());
  responses.insert(other.responses.begin(), other.responses.end());
}

SurveyedHdu const* find_hdu(SurveyedFile const& file, TableUse const& use) {
  if (!use.number && !use.hdu.empty()) return file.find(use.hdu);
  SurveyedHdu const* only = nullptr;
  for (SurveyedHdu const& hdu : file.hdus) {
    if (use.number && hdu.number == *use.number) return &hdu;
    if (use.number || kind_of(hdu) != wanted_kind(use)) continue;
    ResponseFormat const* format = response_format_of(hdu.header);
    bool const same_type =
        wanted_kind(use) != HduKind::response || (format != nullptr && format->type == use.type);
    if (same_type && only == nullptr) only = &hdu;
  }
  return only;
}

void check_table(SurveyedFile& file, TableUse const& use, Findings const& out, TableFacts& facts) {
  TableKey const key = key_of(use);
  facts.looked_at.insert(key);
  SurveyedHdu const* hdu = find_hdu(file, use);
  if (hdu == nullptr) {
    if (file.file) report_missing_hdu(file, use, out);
    return;
  }
  Findings const here = out.in(hdu->name);
  check_hdu_name(*hdu, use, here);
  if (!check_kind(*hdu, use, here)) return;
  if (is_gti(use)) {
    check_is_table(file, *hdu, here);
    if (std::optional<GtiFacts> gti = check_gti(file, *hdu, here))
      facts.good_times.emplace(key, std::move(*gti));
  } else if (std::optional<ResponseFacts> response = check_response(file, *hdu, use.hdu_class, here)) {
    facts.responses.emplace(key, std::move(*response));
  }
}

TableFacts facts_elsewhere(TableUse const& use) {
  std::vector<Defect> told_elsewhere;
  Findings const quiet(told_elsewhere, {.file = use.file, .hdu = ""});
  SurveyedFile file = survey(use.file, "", quiet);
  TableFacts facts;
  check_table(file, use, quiet, facts);
  return facts;
}

}  // namespace engine
