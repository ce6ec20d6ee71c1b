#include "engine/io/reference_keys.hpp"

#include <algorithm>
#include <array>

#include "engine/base/text.hpp"
#include "engine/io/gadf_keys.hpp"
#include "engine/io/product_header.hpp"
#include "engine/io/provenance_json.hpp"

namespace engine {

namespace {

/// "2026-09-20T10:00:00.123Z" as astropy's Time.utc.iso has it.
std::string astropy_time(std::string time) {
  std::replace(time.begin(), time.end(), 'T', ' ');
  if (time.ends_with('Z')) time.pop_back();
  return time;
}

std::string or_else(std::string const& text, std::string const& otherwise) {
  return text.empty() ? otherwise : text;
}

/// The sites that ctapipe knows outside CTAO.
std::string site_of(std::string const& telescope) {
  static constexpr std::array<std::string_view, 5> known{"HESS", "MAGIC", "VERITAS", "FACT", "Whipple"};
  std::string plain;
  for (char const c : telescope)
    if (c != '.' && c != ' ') plain += c;
  for (std::string_view const site : known)
    if (same_word(site, plain)) return std::string(site);
  return "Other";
}

struct Cards {
  std::vector<FitsKey> keys{};
  void add(std::string const& keyword, std::string const& value) {
    if (!value.empty()) keys.push_back({"CTA " + keyword, header_text(value), ""});
  }
};

void add_contact(Cards& cards, ActivityContact const& contact) {
  cards.add("CONTACT NAME", contact.name);
  cards.add("CONTACT EMAIL", contact.email);
  cards.add("CONTACT ORGANIZATION", contact.organization);
}

void add_product(Cards& cards, ProductSummary const& summary, ProductNote const& note) {
  bool const one_target = summary.common(&ObservationHeader::object).has_value();
  cards.add("PRODUCT DESCRIPTION", note.description);
  cards.add("PRODUCT CREATION TIME", astropy_time(summary.facts->created));
  cards.add("PRODUCT ID", product_id(summary, note.name));
  cards.add("PRODUCT DATA CATEGORY", note.simulated ? "Sim" : "Other");
  cards.add("PRODUCT DATA LEVELS", note.level);
  cards.add("PRODUCT DATA ASSOCIATION", one_target ? "Target" : "Other");
  cards.add("PRODUCT DATA MODEL NAME", "GADF");
  cards.add("PRODUCT DATA MODEL VERSION", gadf_version);
  cards.add("PRODUCT DATA MODEL URL", gadf_document);
  cards.add("PRODUCT FORMAT", note.name.ends_with(".h5") ? "hdf5" : "fits");
}

void add_activity(Cards& cards, ProductSummary const& summary, Activity const& activity) {
  std::size_t const blank = summary.creator.rfind(' ');
  bool const versioned = blank != std::string::npos;
  cards.add("ACTIVITY NAME", "distill " + summary.recipe.command);
  cards.add("ACTIVITY TYPE", "software");
  cards.add("ACTIVITY ID", activity_id(summary));
  cards.add("ACTIVITY START TIME", astropy_time(activity.start));
  cards.add("ACTIVITY SOFTWARE NAME", summary.creator.substr(0, blank));
  cards.add("ACTIVITY SOFTWARE VERSION", versioned ? summary.creator.substr(blank + 1) : "unknown");
}

void add_instrument(Cards& cards, ProductSummary const& summary, ActivityInstrument const& given) {
  std::string const telescope = summary.common(&ObservationHeader::telescope).value_or("");
  std::string const instrument = summary.common(&ObservationHeader::instrument).value_or("");
  constexpr char const* unknown = "unspecified";
  cards.add("INSTRUMENT SITE", or_else(given.site, site_of(telescope)));
  cards.add("INSTRUMENT CLASS", or_else(given.hardware_class, "Array"));
  cards.add("INSTRUMENT TYPE", or_else(given.type, or_else(instrument, unknown)));
  cards.add("INSTRUMENT SUBTYPE", or_else(given.subtype, unknown));
  cards.add("INSTRUMENT VERSION", or_else(given.version, unknown));
  cards.add("INSTRUMENT ID", or_else(given.id, or_else(telescope, unknown)));
}

}  // namespace

std::vector<FitsKey> reference_keys(ProductSummary const& summary, ProductNote const& note) {
  Activity const activity = summary.facts->activity.value_or(Activity{});
  Cards cards;
  cards.add("REFERENCE VERSION", "1");
  add_contact(cards, activity.contact);
  add_product(cards, summary, note);
  cards.add("PROCESS TYPE", or_else(activity.process.type, note.simulated ? "Simulation" : "Observation"));
  cards.add("PROCESS SUBTYPE", activity.process.subtype);
  cards.add("PROCESS ID", activity.process.id);
  add_activity(cards, summary, activity);
  add_instrument(cards, summary, activity.instrument);
  std::string const created = summary.facts->created, url = provurl_of(activity, note.name);
  if (!created.empty())
    cards.keys.push_back({"DATE", created.substr(0, 19), "when this file was made (UTC)"});
  if (!url.empty()) cards.keys.push_back({"PROVURL", header_text(url), "where its provenance is"});
  return cards.keys;
}

}  // namespace engine
