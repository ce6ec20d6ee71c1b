#include "engine/parameters/tables.hpp"

namespace engine {

namespace {

std::vector<Parameter> geometry_parameters() {
  return {
      {.name = "center",
       .type = ValueType::text,
       .unit = "deg",
       .text =
           "Centre of the map, in `frame`: \"83.633 22.0145\", \"05:34:31.94 +22:00:52.2\"; or the name of a "
           "target of the runs. Default: the target that all runs share, else their mean pointing.",
       .aliases = {"centre", "skydir"},
       .group = "Map",
       .ucd = "pos.eq;meta.main"},
      {.name = "xref",
       .type = ValueType::coordinate,
       .unit = "deg",
       .text = "First coordinate of the centre, with yref: another way to give it.",
       .aliases = {"ra", "lon"},
       .group = "Map",
       .ucd = "pos"},
      {.name = "yref",
       .type = ValueType::coordinate,
       .unit = "deg",
       .text = "Second coordinate of the centre.",
       .aliases = {"dec", "lat"},
       .group = "Map",
       .ucd = "pos"},
      {.name = "usepnt",
       .type = ValueType::boolean,
       .fallback = "no",
       .text = "Centre the map on the mean pointing.",
       .group = "Map"},
      {.name = "frame",
       .type = ValueType::choice,
       .fallback = "icrs",
       .text = "Frame of the map and of its centre (ctools: cel is icrs, gal is galactic).",
       .options = {"icrs", "galactic", "cel", "gal"},
       .aliases = {"coordsys"},
       .group = "Map"},
      {.name = "proj",
       .type = ValueType::choice,
       .fallback = "TAN",
       .text = "Projection: TAN for small maps, CAR, AIT or MOL for large ones.",
       .options = {"TAN", "CAR", "SIN", "STG", "ZEA", "AIT", "MOL"},
       .group = "Map"},
      {.name = "width",
       .type = ValueType::angles,
       .unit = "deg",
       .text = "Width of the map, or width,height. Default 5, unless npix is given.",
       .group = "Map",
       .ucd = "pos.angDistance"},
      {.name = "npix",
       .type = ValueType::integers,
       .text = "Pixels on both axes, or nx,ny: instead of width.",
       .min = 1,
       .group = "Map",
       .ucd = "meta.number"},
      {.name = "nxpix",
       .type = ValueType::integer,
       .text = "Pixels in x.",
       .min = 1,
       .max = 100000,
       .group = "Map",
       .ucd = "meta.number"},
      {.name = "nypix",
       .type = ValueType::integer,
       .text = "Pixels in y.",
       .min = 1,
       .max = 100000,
       .group = "Map",
       .ucd = "meta.number"},
      {.name = "bin",
       .type = ValueType::angle,
       .unit = "deg",
       .fallback = "0.02",
       .text = "Size of a pixel.",
       .min = 1e-6,
       .max = 90,
       .aliases = {"binsz", "binsize"},
       .group = "Map",
       .ucd = "pos.resolution"},
      {.name = "like",
       .type = ValueType::path,
       .text = "Take the sky geometry of this FITS map instead.",
       .group = "Map",
       .may_be_file = true},
      {.name = "targets",
       .type = ValueType::path,
       .text = "A list of positions (CSV, ECSV or text with columns name, ra, dec; or lon, lat in `frame`): "
               "a map "
               "of each, made in one pass over the files.",
       .group = "Map",
       .ucd = "pos",
       .may_be_file = true},
  };
}

std::vector<Parameter> energy_parameters() {
  return {
      {.name = "enumbins",
       .type = ValueType::integer,
       .fallback = "10",
       .text = "Logarithmic energy bins of the cube, between emin and emax (0.1 and 100 TeV if they are not "
               "given); 0 makes no cube.",
       .min = 0,
       .max = 10000,
       .aliases = {"nbins"},
       .group = "Energy",
       .ucd = "meta.number;em.energy"},
      {.name = "ebins",
       .type = ValueType::energies,
       .unit = "TeV",
       .text = "Bin edges of the cube, instead of enumbins: 0.5,1,2,5,10.",
       .group = "Energy",
       .ucd = "em.energy"},
      {.name = "ebinalg",
       .type = ValueType::choice,
       .fallback = "LOG",
       .text = "LOG: enumbins bins equal in log(E); LIN: equal in E; NONE: no cube.",
       .options = {"LOG", "LIN", "NONE"},
       .group = "Energy"},
  };
}

std::vector<Parameter> product_parameters() {
  return {
      {.name = "product",
       .type = ValueType::choice,
       .fallback = "stacked",
       .text = "One map of all runs, one per run, or both.",
       .options = {"stacked", "per-run", "both"},
       .group = "Products"},
      {.name = "format",
       .type = ValueType::choices,
       .fallback = "fits",
       .text = "fits: counts.fits and counts_cube.fits; gammapy: a file that MapDataset.read opens.",
       .options = {"fits", "gammapy"},
       .group = "Products"},
      {.name = "picture",
       .type = ValueType::choices,
       .fallback = "png",
       .text = "Quick-look pictures of the counts.",
       .options = {"png", "svg", "pdf", "none"},
       .group = "Products"},
      {.name = "smooth",
       .type = ValueType::angle,
       .unit = "deg",
       .text = "Gaussian (sigma) that the picture is smoothed with; the FITS files stay as counted.",
       .min = 0,
       .max = 90,
       .group = "Products",
       .ucd = "pos.resolution"},
      {.name = "scale",
       .type = ValueType::choice,
       .fallback = "sqrt",
       .text = "Colour scale of the picture.",
       .options = {"sqrt", "linear", "log"},
       .group = "Products"},
      {.name = "outcube",
       .type = ValueType::path,
       .text =
           "Name of the cube file instead of counts_cube.fits (in the output folder unless it has a path).",
       .group = "Products",
       .concern = Concern::run},
  };
}

void append(std::vector<Parameter>& to, std::vector<Parameter> const& more) {
  to.insert(to.end(), more.begin(), more.end());
}

}  // namespace

Command map_command() {
  Command command{
      .name = "map",
      .summary = "Make count maps and count cubes",
      .text =
          "Counts events on a sky grid, and in energy bins, from all runs chosen. Products are "
          "bit-identical for any number of ranks, threads and blocks.",
      .positional = "in",
      .examples = {"distill map hess-dl3-dr1 target=Crab width=5 bin=0.02 emin=0.5 emax=50 enumbins=10",
                   "mpirun -n 8 distill map archive center=\"184.55 -5.78\" frame=galactic proj=CAR "
                   "width=20,10 out=survey",
                   "distill map archive targets=sources.csv width=3 out=cutouts"},
      .is_job = true};
  append(command.parameters, input_parameters());
  append(command.parameters, geometry_parameters());
  append(command.parameters, energy_parameters());
  append(command.parameters, selection_parameters());
  append(command.parameters, product_parameters());
  append(command.parameters, output_parameters());
  append(command.parameters, run_parameters());
  describe_map_flows(command);
  return command;
}

}  // namespace engine
