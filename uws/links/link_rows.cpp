#include "uws/links/link_rows.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "uws/http/percent.hpp"
#include "uws/links/redo_descriptor.hpp"
#include "uws/links/soda_descriptor.hpp"

namespace uws {

namespace {

using Row = catalog::MemoryRows::Row;
using Text = std::optional<std::string>;

constexpr auto links_type = "application/x-votable+xml;content=datalink";

struct LinkRow {
  Text access_url{}, service_def{}, error_message{};
  std::string description{}, semantics{"#this"};
  Text content_type{}, content_qualifier{}, local_semantics{};
  std::optional<std::int64_t> bytes{};
  bool for_everybody = false;  ///< whatever the rights on the dataset are
};

Row as_cells(LinkRow const& link, Dataset const& dataset) {
  Text const bytes = link.bytes ? Text(std::to_string(*link.bytes)) : Text();
  Text const auth =
      link.error_message ? Text() : Text(link.for_everybody || dataset.for_everybody ? "false" : "true");
  Text const authorized =
      link.error_message ? Text() : Text(link.for_everybody || dataset.may_read ? "t" : "f");
  return {dataset.did,
          link.access_url,
          link.service_def,
          link.error_message,
          link.description,
          link.semantics,
          link.content_type,
          bytes,
          link.content_qualifier,
          link.local_semantics,
          auth,
          authorized};
}

/// What GADF calls the roles, in the words of DataLink clients (gammapy asks for these).
struct Role {
  std::string_view gadf, qualifier, semantics, description;
};
constexpr Role roles[] = {{"events", "event-list", "#this", "Event list"},
                          {"aeff", "aeff", "#calibration", "Effective area"},
                          {"edisp", "edisp", "#calibration", "Energy dispersion"},
                          {"psf", "psf", "#calibration", "Point spread function"},
                          {"bkg", "bkgrate", "#calibration", "Background rate"},
                          {"rad_max", "rad_max", "#calibration", "Directional cut (RAD_MAX)"},
                          {"gti", "gti", "#auxiliary", "Good time intervals"},
                          {"pointing", "pointing", "#auxiliary", "Pointing table"}};

LinkRow file_row(FileLink const& file, std::string const& base_url) {
  LinkRow link;
  link.access_url = url_of(file, base_url);
  link.content_type = file.media_type;
  link.bytes = file.bytes;
  return link;
}

/// The event list first, then what else belongs to the run. Times and pointings inside the event file itself
/// need no row of their own.
std::vector<LinkRow> run_rows(Dataset const& dataset, std::string const& base_url) {
  std::vector<LinkRow> links;
  for (Role const& role : roles)
    for (RunFile const& file : dataset.run_files) {
      if (file.role != role.gadf) continue;
      bool const inside = dataset.file && file.file.path == dataset.file->path;
      if (role.semantics == "#auxiliary" && inside) continue;
      LinkRow link = file_row(file.file, base_url);
      link.semantics = role.semantics;
      link.content_qualifier = role.qualifier;
      link.description = std::string(role.description) + " of " + dataset.title;
      links.push_back(std::move(link));
    }
  return links;
}

/// One file with events and responses is the whole bundle.
bool is_bundle(Dataset const& dataset) {
  auto const in_event_file = [&](RunFile const& f) { return f.file.path == dataset.file->path; };
  return dataset.file && dataset.kind == "event-bundle" &&
         std::all_of(dataset.run_files.begin(), dataset.run_files.end(), in_event_file);
}

LinkRow to_links(RelatedDataset const& other, std::string_view semantics, std::string const& base_url) {
  LinkRow link;
  link.access_url = base_url + "/links?ID=" + http::percent_encoded(other.did);
  link.content_type = links_type;
  link.semantics = semantics;
  link.description = other.title;
  link.for_everybody = true;
  return link;
}

std::string provenance_url(Dataset const& dataset, LinkPlaces const& places, std::string_view format) {
  return places.base_url + places.provenance_path + "?ID=" + http::percent_encoded(dataset.did) +
         "&RESPONSEFORMAT=" + std::string(format);
}

/// All the inputs that have no link of their own.
LinkRow more_progenitors(Dataset const& dataset, LinkPlaces const& places) {
  LinkRow link;
  link.access_url = provenance_url(dataset, places, "PROV-VOTABLE") + "&MEMBERS=1";
  link.semantics = "#progenitor";
  link.local_semantics = "all";
  link.content_type = "application/x-votable+xml";
  link.description =
      "All " + std::to_string(dataset.all_progenitors) + " datasets it was made of (provenance)";
  return link;
}

void add_related(std::vector<LinkRow>& links, Dataset const& dataset, LinkPlaces const& places) {
  std::string const& base_url = places.base_url;
  for (RelatedDataset const& product : dataset.derived) {
    bool const picture = product.file && product.file->media_type.starts_with("image/") &&
                         product.file->media_type != "image/fits";
    if (!picture) {
      links.push_back(to_links(product, "#derivation", base_url));
      continue;
    }
    LinkRow preview = file_row(*product.file, base_url);
    preview.semantics = "#preview";
    preview.description = product.title;
    links.push_back(std::move(preview));
  }
  for (RelatedDataset const& run : dataset.progenitors)
    links.push_back(to_links(run, "#progenitor", base_url));
  bool const there_are_more = dataset.all_progenitors > dataset.progenitors.size();
  if (there_are_more && !places.provenance_path.empty()) links.push_back(more_progenitors(dataset, places));
}

LinkRow page_row(Dataset const& dataset, std::string const& base_url) {
  LinkRow page;
  page.access_url = base_url + "/collections/" + http::percent_encoded(dataset.collection);
  page.semantics = "#documentation";
  page.content_type = "text/html";
  page.for_everybody = true;
  page.description = "The collection " + dataset.collection + ": terms of use, attribution, citation";
  return page;
}

struct ProvenanceForm {
  std::string_view format, content_type, description;
};
constexpr ProvenanceForm provenance_forms[] = {
    {"PROV-JSON", "application/json", "How it was made (PROV-JSON)"},
    {"PROV-XML", "application/provenance+xml", "How it was made (PROV-XML)"},
    {"PROV-VOTABLE", "application/x-votable+xml", "How it was made (tables)"},
    {"PROV-SVG", "image/svg+xml", "How it was made (picture)"}};

void add_provenance(std::vector<LinkRow>& links, Dataset const& dataset, LinkPlaces const& places) {
  if (places.provenance_path.empty()) return;
  for (ProvenanceForm const& form : provenance_forms) {
    LinkRow link;
    link.access_url = provenance_url(dataset, places, form.format);
    link.semantics = "#documentation";
    link.local_semantics = "provenance";
    link.content_type = form.content_type;
    link.description = form.description;
    links.push_back(std::move(link));
  }
}

void add_redo(std::vector<LinkRow>& links, Dataset const& dataset, LinkPlaces const& places,
              std::vector<catalog::ServiceDescriptor>& services) {
  if (dataset.job_type.empty() || places.jobs_path.empty()) return;
  services.push_back(redo_descriptor(dataset, places, "redo_" + std::to_string(services.size() + 1)));
  LinkRow link;
  link.service_def = services.back().id;
  link.semantics = "#proc";
  link.local_semantics = "redo";
  link.content_type = "text/xml";
  link.description = "Make it again, with the same inputs and parameters or with others (POST; UWS job)";
  link.for_everybody = true;
  links.push_back(std::move(link));
}

LinkRow unknown_row(Dataset const& dataset) {
  LinkRow link;
  link.error_message = "NotFoundFault: no dataset '" + dataset.did + "' is known here";
  link.description = "The identifier is not known, or not to you";
  return link;
}

}  // namespace

std::vector<catalog::Column> const& link_columns() {
  using enum catalog::Datatype;
  static std::vector<catalog::Column> const columns{
      {.name = "ID",
       .arraysize = "*",
       .ucd = "meta.id;meta.main",
       .description = "Identifier the link belongs to"},
      {.name = "access_url", .arraysize = "*", .ucd = "meta.ref.url", .description = "Where to get it"},
      {.name = "service_def",
       .arraysize = "*",
       .ucd = "meta.ref",
       .description = "ID of the descriptor of a service"},
      {.name = "error_message",
       .arraysize = "*",
       .ucd = "meta.code.error",
       .description = "Why there is no link"},
      {.name = "description", .arraysize = "*", .ucd = "meta.note", .description = "What it is"},
      {.name = "semantics",
       .arraysize = "*",
       .ucd = "meta.code",
       .description = "What it is to the dataset (term of http://www.ivoa.net/rdf/datalink/core)"},
      {.name = "content_type", .arraysize = "*", .ucd = "meta.code.mime", .description = "Media type"},
      {.name = "content_length",
       .datatype = long_,
       .unit = "byte",
       .ucd = "phys.size;meta.file",
       .description = "Size"},
      {.name = "content_qualifier",
       .arraysize = "*",
       .ucd = "meta.code",
       .description = "Kind of content: event-list, aeff, edisp, psf, bkgrate, ..."},
      {.name = "local_semantics",
       .arraysize = "*",
       .ucd = "meta.code",
       .description = "Distinguishes links of equal semantics"},
      {.name = "link_auth",
       .arraysize = "*",
       .ucd = "meta.code",
       .description = "Whether one must log in: false, true"},
      {.name = "link_authorized",
       .datatype = boolean,
       .ucd = "meta.code",
       .description = "Whether the present user may use the link"}};
  return columns;
}

std::vector<Row> link_rows(Dataset const& dataset, LinkPlaces const& places,
                           std::vector<catalog::ServiceDescriptor>& services) {
  if (!dataset.known) return {as_cells(unknown_row(dataset), dataset)};
  std::vector<LinkRow> links = run_rows(dataset, places.base_url);
  if (!dataset.is_run && dataset.file) {
    LinkRow product = file_row(*dataset.file, places.base_url);
    product.description = dataset.title;
    links.insert(links.begin(), std::move(product));
  }
  if (is_bundle(dataset)) {
    LinkRow bundle = file_row(*dataset.file, places.base_url);
    bundle.semantics = "#package";
    bundle.content_qualifier = "event-bundle";
    bundle.description = "Events and responses of " + dataset.title + " in one file";
    links.push_back(std::move(bundle));
  }
  add_related(links, dataset, places);
  if (dataset.is_run && !places.soda_path.empty()) {
    services.push_back(soda_descriptor(dataset, places, "soda_" + std::to_string(services.size() + 1)));
    LinkRow cutout;
    cutout.service_def = services.back().id;
    cutout.semantics = "#cutout";
    cutout.content_type = "application/fits";
    cutout.content_qualifier = "event-list";
    cutout.description = "Event list cut in position, energy and time";
    links.push_back(std::move(cutout));
  }
  add_redo(links, dataset, places, services);
  add_provenance(links, dataset, places);
  links.push_back(page_row(dataset, places.base_url));
  std::vector<Row> rows;
  for (LinkRow const& link : links) rows.push_back(as_cells(link, dataset));
  return rows;
}

}  // namespace uws
