#include "engine/check/response_rules.hpp"

#include <algorithm>

#include "engine/base/text.hpp"
#include "engine/check/attempt.hpp"
#include "engine/check/header_rules.hpp"
#include "engine/check/response_table_rules.hpp"

namespace engine {

namespace {

constexpr double absurd_lo_thres_tev = 0.01, absurd_hi_thres_tev = 1000;

/// Reports on one header; the clause is given with each finding.
struct HeaderReport {
  Findings const& out;

  void add(Severity severity, std::string code, std::string keyword, std::string message, std::string remedy,
           std::string where) const {
    out.add({.severity = severity,
             .code = std::move(code),
             .keyword_or_column = std::move(keyword),
             .message = std::move(message),
             .remedy = std::move(remedy),
             .clause = std::move(where)});
  }
};

/// A keyword that is there but does not have one of the values the format allows.
void check_choice(FitsHeader const& header, std::string const& keyword,
                  std::vector<std::string> const& allowed, HeaderReport const& report) {
  std::optional<std::string> const value = header.text(keyword);
  if (!value || std::find(allowed.begin(), allowed.end(), *value) != allowed.end()) return;
  std::string choices = allowed.front();
  for (std::size_t i = 1; i < allowed.size(); ++i) choices += " or " + allowed[i];
  report.add(
      Severity::warning, "hdu-class-wrong", keyword,
      "the value '" + *value + "' is not of the format: readers that find tables by class miss this one",
      "write " + choices, clause(gadf_version(header), section_hdu_classes));
}

void check_classes(FitsHeader const& header, ResponseFormat const& format, HeaderReport const& report) {
  std::string const where = clause(gadf_version(header), section_hdu_classes);
  check_keywords(header, class_keywords(), Severity::warning, where, report.out);
  std::vector<KeywordRule> const rules{
      {"HDUCLAS2", KeywordType::text}, {"HDUCLAS3", KeywordType::text}, {"HDUCLAS4", KeywordType::text}};
  check_keywords(header, rules, Severity::warning, where, report.out);
  check_choice(header, "HDUCLASS", {"GADF"}, report);
  check_choice(header, "HDUCLAS1", {"RESPONSE"}, report);
  check_choice(header, "HDUCLAS3", {"FULL-ENCLOSURE", "POINT-LIKE"}, report);
  check_choice(header, "HDUCLAS4", {upper(format.hdu_class)}, report);
  if (format.hduclas2 == "PSF" && header.text("HDUCLAS2") == "RPSF")
    report.add(Severity::note, "psf-class-rpsf", "HDUCLAS2",
               "HDUCLAS2 is RPSF as the table of HDU classes says; the pages of the PSF formats say PSF: the "
               "format contradicts itself",
               "nothing to correct; readers must take both", where);
  else
    check_choice(header, "HDUCLAS2", {std::string(format.hduclas2)}, report);
}

void check_thresholds(FitsHeader const& header, HeaderReport const& report) {
  std::string const where = clause(gadf_version(header), section_aeff_2d);
  check_keyword_type(header, {"LO_THRES", KeywordType::real}, where, report.out);
  check_keyword_type(header, {"HI_THRES", KeywordType::real}, where, report.out);
  std::optional<double> const lo = real_value(header, "LO_THRES"), hi = real_value(header, "HI_THRES");
  if (lo.has_value() != hi.has_value()) {
    std::string const absent = lo ? "HI_THRES" : "LO_THRES";
    report.add(Severity::note, "threshold-missing", absent,
               "only one end of the safe energy range is given: " + absent + " is open", "give both", where);
  }
  if (!lo || !hi) return;
  if (*lo >= *hi)
    report.add(Severity::error, "thresholds-reversed", "LO_THRES",
               "LO_THRES is not below HI_THRES: a safe-energy cut leaves nothing", "exchange them", where);
  else if (*lo <= absurd_lo_thres_tev && *hi >= absurd_hi_thres_tev)
    report.add(Severity::note, "thresholds-meaningless", "LO_THRES",
               "the safe range " + shortest(*lo) + " to " + shortest(*hi) + " TeV excludes nothing",
               "give the real thresholds or leave the keywords out", where);
}

void check_alignment(FitsHeader const& header, HeaderReport const& report) {
  GadfVersion const version = gadf_version(header);
  std::optional<std::string> const word = header.text("FOVALIGN");
  std::string const where = clause(GadfVersion::v0_3, section_bkg_3d);
  if (!word)
    report.add(
        version == GadfVersion::v0_3 ? Severity::warning : Severity::note, "fovalign-missing", "FOVALIGN",
        "the axes DETX and DETY are not said to follow ALTAZ or RADEC: readers assume one or the other "
        "and may turn or mirror the background",
        "write FOVALIGN = 'RADEC' or 'ALTAZ'", where);
  else if (*word != "RADEC" && *word != "ALTAZ")
    report.add(Severity::error, "fovalign-unknown", "FOVALIGN",
               "'" + *word + "' is neither RADEC nor ALTAZ: the background may be turned or mirrored",
               "write RADEC or ALTAZ", where);
}

void check_agrees_with_index(FitsHeader const& header, ResponseFormat const& format,
                             HeaderReport const& report) {
  ResponseFormat const* own = response_format_of(header);
  if (own == nullptr || own == &format) return;
  report.add(Severity::error, "index-class-mismatch", "HDUCLAS4",
             "the index calls the table " + std::string(format.hdu_class) + ", its header says " +
                 upper(own->hdu_class) + ": readers take one or the other",
             "correct HDU_CLASS in the index or HDUCLAS4 in the header",
             clause(gadf_version(header), section_hdu_index_types));
}

}  // namespace

std::optional<ResponseFacts> check_response(SurveyedFile& file, SurveyedHdu const& hdu,
                                            std::string const& index_class, Findings const& out) {
  HeaderReport const report{out};
  ResponseFormat const* format = response_format(index_class);
  if (format == nullptr) format = response_format_of(hdu.header);
  if (format == nullptr) {
    report.add(Severity::note, "response-not-checked", "HDUCLAS4",
               "the table is of no response format this program checks ('" +
                   hdu.header.text("HDUCLAS4").value_or(index_class) + "')",
               "see the list of formats", clause(gadf_version(hdu.header), section_hdu_classes));
    return std::nullopt;
  }
  check_classes(hdu.header, *format, report);
  check_agrees_with_index(hdu.header, *format, report);
  check_repeated_keywords(hdu.header, out);
  if (format->type == "aeff") check_thresholds(hdu.header, report);
  if (format->hdu_class == "bkg_3d") check_alignment(hdu.header, report);
  attempt(out, [&] { check_response_table(file, hdu, *format, out); });
  return ResponseFacts{.type = std::string(format->type),
                       .point_like = same_word(hdu.header.text("HDUCLAS3").value_or(""), "POINT-LIKE"),
                       .has_rad_max_keyword = hdu.header.text("RAD_MAX").has_value(),
                       .lo_thres_tev = real_value(hdu.header, "LO_THRES"),
                       .hi_thres_tev = real_value(hdu.header, "HI_THRES")};
}

void check_responses_of_run(std::vector<ResponseFacts> const& responses, GadfVersion version,
                            Findings const& out) {
  HeaderReport const report{out};
  auto const has = [&](std::string_view type) {
    return std::any_of(responses.begin(), responses.end(),
                       [&](ResponseFacts const& r) { return r.type == type; });
  };
  bool const point_like = std::any_of(responses.begin(), responses.end(), [](ResponseFacts const& r) {
    return r.type != "rad_max" && r.point_like;
  });
  auto const missing = [&](Severity severity, std::string const& type, std::string const& effect) {
    if (!has(type))
      report.add(severity, "response-missing", type, "the run has no table of this type: " + effect,
                 "add the table and its row in the HDU index", clause(version, section_hdu_index_types));
  };
  missing(Severity::warning, "aeff", "no exposure, no flux can be computed");
  missing(Severity::warning, "edisp", "true and reconstructed energy must be taken for equal");
  missing(point_like ? Severity::note : Severity::warning, "psf",
          "only counts in a fixed circle can be analysed");
  missing(Severity::note, "bkg", "the background must be taken from the events themselves");
  if (!point_like) return;
  bool const mixed = std::any_of(responses.begin(), responses.end(),
                                 [](ResponseFacts const& r) { return r.type != "bkg" && !r.point_like; });
  if (mixed)
    report.add(
        Severity::warning, "enclosure-mixed", "HDUCLAS3",
        "some responses of the run are POINT-LIKE, others are not: the containment is applied twice or "
        "not at all",
        "make all of them one kind", clause(version, section_point_like));
  bool const in_keyword = std::any_of(responses.begin(), responses.end(), [](ResponseFacts const& r) {
    return r.point_like && r.has_rad_max_keyword;
  });
  if (!in_keyword && !has("rad_max"))
    report.add(Severity::error, "rad-max-missing", "RAD_MAX",
               "the responses are POINT-LIKE and the cut they were made with is given nowhere: the ON region "
               "can only be guessed",
               "add the keyword RAD_MAX or a RAD_MAX_2D table", clause(version, section_point_like));
}

}  // namespace engine
