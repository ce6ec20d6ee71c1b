/// The columns of ObsCore 1.1, typed from tables 1 (mandatory) and 4 to 6 (metadata) of the Recommendation of
/// 2017-05-09; utypes without the prefix "obscore:".
#pragma once

#include <array>
#include <string_view>

namespace schema_test {

struct ObsCoreColumn {
  std::string_view name, datatype, arraysize, xtype, unit, ucd, utype;
};

inline constexpr std::array<ObsCoreColumn, 30> obscore_columns{{
    {"dataproduct_type", "char", "*", "", "", "meta.code.class", "ObsDataset.dataProductType"},
    {"calib_level", "int", "", "", "", "meta.code;obs.calib", "ObsDataset.calibLevel"},
    {"obs_collection", "char", "*", "", "", "meta.id", "DataID.collection"},
    {"obs_id", "char", "*", "", "", "meta.id", "DataID.observationID"},
    {"obs_publisher_did", "char", "*", "", "", "meta.ref.ivoid", "Curation.publisherDID"},
    {"access_url", "char", "*", "", "", "meta.ref.url", "Access.reference"},
    {"access_format", "char", "*", "", "", "meta.code.mime", "Access.format"},
    {"access_estsize", "long", "", "", "kbyte", "phys.size;meta.file", "Access.size"},
    {"target_name", "char", "*", "", "", "meta.id;src", "Target.name"},
    {"s_ra", "double", "", "", "deg", "pos.eq.ra",
     "Char.SpatialAxis.Coverage.Location.Coord.Position2D.Value2.C1"},
    {"s_dec", "double", "", "", "deg", "pos.eq.dec",
     "Char.SpatialAxis.Coverage.Location.Coord.Position2D.Value2.C2"},
    {"s_fov", "double", "", "", "deg", "phys.angSize;instr.fov",
     "Char.SpatialAxis.Coverage.Bounds.Extent.diameter"},
    {"s_region", "char", "*", "adql:REGION", "", "pos.outline;obs.field",
     "Char.SpatialAxis.Coverage.Support.Area"},
    {"s_xel1", "long", "", "", "", "meta.number", "Char.SpatialAxis.numBins1"},
    {"s_xel2", "long", "", "", "", "meta.number", "Char.SpatialAxis.numBins2"},
    {"s_resolution", "double", "", "", "arcsec", "pos.angResolution",
     "Char.SpatialAxis.Resolution.Refval.value"},
    {"t_min", "double", "", "", "d", "time.start;obs.exposure",
     "Char.TimeAxis.Coverage.Bounds.Limits.StartTime"},
    {"t_max", "double", "", "", "d", "time.end;obs.exposure",
     "Char.TimeAxis.Coverage.Bounds.Limits.StopTime"},
    {"t_exptime", "double", "", "", "s", "time.duration;obs.exposure",
     "Char.TimeAxis.Coverage.Support.Extent"},
    {"t_resolution", "double", "", "", "s", "time.resolution", "Char.TimeAxis.Resolution.Refval.value"},
    {"t_xel", "long", "", "", "", "meta.number", "Char.TimeAxis.numBins"},
    {"em_min", "double", "", "", "m", "em.wl;stat.min", "Char.SpectralAxis.Coverage.Bounds.Limits.LoLimit"},
    {"em_max", "double", "", "", "m", "em.wl;stat.max", "Char.SpectralAxis.Coverage.Bounds.Limits.HiLimit"},
    {"em_res_power", "double", "", "", "", "spect.resolution",
     "Char.SpectralAxis.Resolution.ResolPower.refVal"},
    {"em_xel", "long", "", "", "", "meta.number", "Char.SpectralAxis.numBins"},
    {"o_ucd", "char", "*", "", "", "meta.ucd", "Char.ObservableAxis.ucd"},
    {"pol_states", "char", "*", "", "", "meta.code;phys.polarization", "Char.PolarizationAxis.stateList"},
    {"pol_xel", "long", "", "", "", "meta.number", "Char.PolarizationAxis.numBins"},
    {"facility_name", "char", "*", "", "", "meta.id;instr.tel", "Provenance.ObsConfig.Facility.name"},
    {"instrument_name", "char", "*", "", "", "meta.id;instr", "Provenance.ObsConfig.Instrument.name"},
}};

}  // namespace schema_test
