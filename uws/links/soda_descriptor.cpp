#include "uws/links/soda_descriptor.hpp"

#include <algorithm>

namespace uws {

namespace {

using catalog::ServiceParameter;

ServiceParameter interval(std::string const& name, std::string const& unit, std::string const& ucd,
                          std::string const& description, std::string const& low, std::string const& high) {
  ServiceParameter parameter;
  parameter.name = name;
  parameter.datatype = "double";
  parameter.arraysize = "2";
  parameter.xtype = "interval";
  parameter.unit = unit;
  parameter.ucd = ucd;
  parameter.description = description;
  if (!low.empty() && !high.empty()) parameter.max = low + " " + high;
  return parameter;
}

ServiceParameter shape(std::string const& name, std::string const& arraysize, std::string const& xtype,
                       std::string const& description) {
  ServiceParameter parameter;
  parameter.name = name;
  parameter.datatype = "double";
  parameter.arraysize = arraysize;
  parameter.xtype = xtype;
  parameter.unit = "deg";
  parameter.ucd = "pos.outline;obs";
  parameter.description = description;
  return parameter;
}

}  // namespace

catalog::ServiceDescriptor soda_descriptor(Dataset const& dataset, LinkPlaces const& places,
                                           std::string const& id) {
  catalog::ServiceDescriptor soda;
  soda.id = id;
  soda.name = "cutout of " + dataset.did;
  soda.description =
      "The events of " + dataset.title + " in a region of the sky, of energy, of time, as FITS";
  soda.standard_id = "ivo://ivoa.net/std/SODA#sync-1.0";
  soda.access_url = places.base_url + places.soda_path;
  soda.content_type = "application/fits";
  ServiceParameter identifier;
  identifier.name = "ID";
  identifier.ucd = "meta.id;meta.dataset";
  identifier.description = "The dataset";
  identifier.value = dataset.did;
  soda.inputs.push_back(identifier);
  ServiceParameter circle =
      shape("CIRCLE", "3", "circle", "Cone: right ascension, declination, radius (ICRS)");
  bool const is_circle = std::count(dataset.region.begin(), dataset.region.end(), ' ') == 2;
  if (is_circle) circle.max = dataset.region;
  ServiceParameter polygon =
      shape("POLYGON", "*", "polygon", "Vertices, right ascension and declination (ICRS)");
  if (!is_circle) polygon.max = dataset.region;
  soda.inputs.push_back(circle);
  soda.inputs.push_back(polygon);
  soda.inputs.push_back(interval("BAND", "m", "em.wl;stat.interval",
                                 "Wavelengths hc/E; -Inf and +Inf are open ends", dataset.em_min,
                                 dataset.em_max));
  soda.inputs.push_back(
      interval("TIME", "d", "time.interval;obs.exposure", "Times (MJD, UTC)", dataset.t_min, dataset.t_max));
  return soda;
}

}  // namespace uws
