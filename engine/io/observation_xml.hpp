/// ctools' observation definition XML: a list of event files and their responses.
#pragma once

#include <string>

#include "engine/io/data_set.hpp"

namespace engine {

/// <observation name= id= instrument=> with <parameter name="EventList" file=>, and files of response tables
/// (EffectiveArea, PointSpreadFunction, EnergyDispersion, Background). A numeric id is the run's id, else
/// OBS_ID of the event file. A Calibration parameter (a database entry) is not followed, and a note says so;
/// observations without EventList (count cubes) are refused.
///
/// File names are relative to the XML; absolute ones are usual. A name that is no file but ends in [NAME] or
/// [n] names that HDU; filters and addresses are not understood. Of the environment, only names that stand
/// for data are replaced, and only as the first part: $CTADATA, $CALDB, $GAMMAPY_DATA, $HESSDATA, $CTOOLS,
/// $VERITASDATA, $MAGICDATA - others are refused, so that a file from elsewhere cannot read out variables.
DataSet read_observation_xml(std::string const& path);

}  // namespace engine
