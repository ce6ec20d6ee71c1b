#include "catalog/ingest/product_cells.hpp"

#include "catalog/ingest/footprint.hpp"
#include "catalog/ingest/found_runs.hpp"
#include "catalog/ingest/observation_row.hpp"
#include "catalog/pg/array.hpp"
#include "engine/base/media_type.hpp"
#include "engine/base/text.hpp"
#include "engine/io/time_scales.hpp"

namespace catalog::ingest {

namespace {

constexpr double ev_per_tev = 1e12;
constexpr double hc_tev_m = 1.239841984332e-18;  ///< hc in the value of the HEIG note

std::optional<std::string> or_null(std::string const& text) {
  return text.empty() ? std::nullopt : std::optional(storable(text));
}
std::optional<std::string> real(std::optional<double> const& value) {
  return value ? std::optional(engine::shortest(*value)) : std::nullopt;
}
std::optional<std::string> integer(std::optional<std::int64_t> const& value) {
  return value ? std::optional(std::to_string(*value)) : std::nullopt;
}
std::optional<std::string> mjd(std::optional<engine::Time> const& t) {
  return t ? real(engine::mjd_in(*t, engine::TimeScale::utc)) : std::nullopt;
}
std::optional<std::string> wavelength(std::optional<double> const& energy_tev) {
  return energy_tev ? real(hc_tev_m / *energy_tev) : std::nullopt;
}
std::optional<std::string> ev(std::optional<double> const& energy_tev) {
  return energy_tev ? real(*energy_tev * ev_per_tev) : std::nullopt;
}

}  // namespace

std::string media_type_of(DeclaredProduct const& product) {
  if (!product.media_type.empty()) return product.media_type;
  return engine::media_type_of(product.file);
}

Cells dataset_cells(ProductContext const& context, ProductValues const& values, FileFacts const& file,
                    std::string const& product_id, pg::Result const& kind) {
  Collection const& c = context.collection;
  DeclaredProduct const& p = values.declared;
  auto const of_kind = [&](char const* column) -> std::optional<std::string> {
    auto const cell = kind.cell(0, kind.column(column));
    return cell ? std::optional<std::string>(std::string(*cell)) : std::nullopt;
  };
  std::string const path = path_below(context.root, file.path);
  std::optional<std::string> region;
  if (p.ra_deg && p.fov_deg)
    region = pg::array_text(circle_footprint({*p.ra_deg, *p.dec_deg}, *p.fov_deg / 2));
  std::string const bibliography =
      p.bib_reference.empty() ? (c.bibcode.empty() ? c.doi : c.bibcode) : p.bib_reference;
  return {{"product_id", product_id},
          {"collection_id", std::to_string(context.collection_id)},
          {"kind", p.dataproduct_type},
          {"dataproduct_type", of_kind("obscore_type")},
          {"dataproduct_subtype", of_kind("subtype")},
          {"cta_type", of_kind("cta_type")},
          {"hea_type", of_kind("hea_type")},
          {"o_ucd", of_kind("o_ucd")},
          {"hea_ucd", of_kind("hea_ucd")},
          {"dataproduct_level", std::to_string(p.data_level)},
          {"calib_level", std::to_string(p.calib_level)},
          {"obs_collection", c.name},
          {"obs_id", p.id},
          {"obs_title", or_null(p.title)},
          {"obs_publisher_did", publisher_did(c, p.id)},
          {"obs_creator_name", or_null(c.creator)},
          {"obs_creation_date", or_null(c.creation_date)},
          {"bib_reference", or_null(bibliography)},
          {"obs_release_date", or_null(c.release_date)},
          {"data_rights", std::string(word_of(c.rights))},
          {"file_path", "/files/" + c.name + (path.starts_with('/') ? "" : "/") + path},
          {"local_path", file.path},
          {"file_format", media_type_of(p)},
          {"access_estsize", std::to_string((file.stamp.bytes + 999) / 1000)},
          {"target_name", or_null(p.target)},
          {"target_key", or_null(target_key(p.target))},
          {"s_ra", real(p.ra_deg)},
          {"s_dec", real(p.dec_deg)},
          {"s_fov", real(p.fov_deg)},
          {"s_region", region},
          {"s_xel1", integer(values.xel1)},
          {"s_xel2", integer(values.xel2)},
          {"em_xel", integer(values.em_xel)},
          {"t_min", mjd(p.time_start)},
          {"t_max", mjd(p.time_stop)},
          {"em_min", wavelength(p.energy_max_tev)},
          {"em_max", wavelength(p.energy_min_tev)},
          {"energy_min", ev(p.energy_min_tev)},
          {"energy_max", ev(p.energy_max_tev)},
          {"em_ucd",
           p.energy_min_tev || p.energy_max_tev ? std::optional<std::string>("em.energy") : std::nullopt},
          {"facility_name", or_null(p.facility.empty() ? c.facility : p.facility)},
          {"instrument_name", or_null(p.instrument.empty() ? c.instrument : p.instrument)},
          {"proposal_id", or_null(c.proposal_id)}};
}

}  // namespace catalog::ingest
