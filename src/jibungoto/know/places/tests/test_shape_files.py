"""Files of polygons as cities have them: read, or refused in a sentence that says what is wrong."""

import io
import json
import zipfile

import numpy as np
import pytest
import shapefile
import shapely

from jibungoto.kernel.intake.kinds import Unfit
from jibungoto.know.places.shapes import crs, read_layer

from .factories import a_square

JGD2011 = 'GEOGCS["GCS_JGD_2011",DATUM["D_JGD_2011",SPHEROID["GRS_1980",6378137.0,298.257222101]]]'
TOKYO = 'GEOGCS["GCS_Tokyo",DATUM["D_Tokyo",SPHEROID["Bessel_1841",6377397.155,299.1528128]]]'
ZONE_9 = (
    'PROJCS["JGD_2011_Japan_Zone_9",GEOGCS["GCS_JGD_2011",DATUM["D_JGD_2011",'
    'SPHEROID["GRS_1980",6378137.0,298.257222101]]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["False_Easting",0.0],PARAMETER["False_Northing",0.0],'
    'PARAMETER["Central_Meridian",139.8333333333333],PARAMETER["Scale_Factor",0.9999],'
    'PARAMETER["Latitude_Of_Origin",36.0],UNIT["Meter",1.0]]'
)
SPHERE = (
    'PROJCS["WGS_1984_Web_Mercator",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",'
    'SPHEROID["WGS_1984",6378137.0,298.257223563]]],PROJECTION["Mercator_Auxiliary_Sphere"],'
    'UNIT["Meter",1.0]]'
)


def a_shapefile(
    polygons,
    *,
    encoding="cp932",
    prj=JGD2011,
    cpg="",
    without=(),
    folder="",
    name="machi",
    form=None,
):
    """A zip with one shapefile; `polygons` are (name, population, ring)."""
    parts = {ending: io.BytesIO() for ending in ("shp", "shx", "dbf")}
    with shapefile.Writer(
        **parts, encoding=encoding, shapeType=form or shapefile.POLYGON
    ) as writer:
        writer.field("S_NAME", "C", size=40)
        writer.field("JINKO", "N", size=10)
        for told, people, ring in polygons:
            if form:
                writer.point(*ring[0])
            else:
                writer.poly([ring[::-1]])
            writer.record(told, people)
    files = {ending: part.getvalue() for ending, part in parts.items()}
    if prj:
        files["prj"] = prj.encode()
    if cpg:
        files["cpg"] = cpg.encode()
    return a_zip({f"{folder}{name}.{e}": data for e, data in files.items() if e not in without})


def a_zip(files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in files.items():
            archive.writestr(path, data)
    return packed.getvalue()


def ring(**at):
    return a_square(**at)["coordinates"][0]


TOWN = [("北町一丁目", 120, ring()), ("南町ー髙﨑", 80, ring(west=139.42))]


@pytest.mark.parametrize("encoding", ["cp932", "utf-8"])
@pytest.mark.parametrize("cpg", ["", "UTF-8", "CP932"])
def test_names_are_read_in_either_encoding_whatever_the_file_claims(encoding, cpg):
    layer = read_layer("a.zip", a_shapefile(TOWN, encoding=encoding, cpg=cpg))
    assert layer.values("S_NAME") == ["北町一丁目", "南町ー髙﨑"]
    assert layer.values("JINKO") == ["120", "80"]
    assert shapely.equals(layer.features[0].geometry, shapely.geometry.shape(a_square()))


def test_a_shapefile_is_found_in_nested_folders_with_capital_endings():
    packed = a_shapefile(TOWN, folder="令和2年/境界/", name="h27ka13")
    assert len(read_layer("a.zip", packed).features) == 2
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        shouted = {name.upper(): archive.read(name) for name in archive.namelist()}
    assert len(read_layer("a.zip", a_zip(shouted)).features) == 2


def test_of_several_shapefiles_the_largest_is_read_and_another_can_be_chosen():
    one, two = (zipfile.ZipFile(io.BytesIO(a_shapefile(t))) for t in (TOWN, TOWN[:1]))
    files = {f"a/{n}": one.read(n) for n in one.namelist()}
    files |= {f"b/{n}": two.read(n) for n in two.namelist()}
    layer = read_layer("a.zip", a_zip(files))
    assert (len(layer.features), layer.names) == (2, ("a/machi", "b/machi"))
    assert len(read_layer("a.zip", a_zip(files), layer="b/machi").features) == 1


def test_plane_coordinates_become_longitude_and_latitude():
    metres = [[-9000.0, -30000.0], [-9000.0, -29000.0], [-8000.0, -29000.0], [-9000.0, -30000.0]]
    layer = read_layer("a.zip", a_shapefile([("町", 1, metres)], prj=ZONE_9))
    west, south, east, north = layer.features[0].geometry.bounds
    assert 139.7 < west < east < 139.8
    assert 35.7 < south < north < 35.8
    assert "緯度経度に直しました" in "".join(layer.notes)


def test_the_series_of_the_survey_institute_is_reproduced():
    # Worked examples for zone 9 (36°N, 139°50′E), to a tenth of a millimetre.
    at = np.array([[22916.243554689073, 11543.688321688545], [22694.980, 11573.375]])
    found = crs.of_zone(9).transform(at)
    assert found[0] == pytest.approx([140.08785504166664, 36.103774791666666], abs=1e-9)
    assert found[1] == pytest.approx([140.0853984, 36.1040476], abs=1e-6)


def test_metres_without_a_prj_are_refused_until_the_zone_is_told():
    metres = [[-9000.0, -30000.0], [-9000.0, -29000.0], [-8000.0, -29000.0], [-9000.0, -30000.0]]
    packed = a_shapefile([("町", 1, metres)], prj="")
    with pytest.raises(Unfit, match="メートル"):
        read_layer("a.zip", packed)
    assert read_layer("a.zip", packed, zone=9).features[0].geometry.bounds[0] > 139.7


@pytest.mark.parametrize(
    ("code", "works"), [(6677, True), (2451, True), (6668, True), (3857, False)]
)
def test_a_geojson_that_names_its_coordinates_is_believed(code, works):
    geometry = a_square()
    if code in (6677, 2451):
        corners = [
            [-9000.0, -30000.0],
            [-9000.0, -29000.0],
            [-8000.0, -29000.0],
            [-9000.0, -30000.0],
        ]
        geometry = {"type": "Polygon", "coordinates": [corners]}
    crs_ = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{code}"}}
    content = collection(geometry, crs=crs_)
    if works:
        assert 139 < read_layer("a.geojson", content).features[0].geometry.bounds[0] < 140
    else:
        with pytest.raises(Unfit, match="EPSG:3857"):
            read_layer("a.geojson", content)


def collection(*geometries, **more):
    features = [
        {"type": "Feature", "properties": {"name": f"{n}丁目"}, "geometry": g}
        for n, g in enumerate(geometries, 1)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


TOPOLOGY = {
    "type": "Topology",
    "transform": {"scale": [0.001, 0.001], "translate": [139.4, 35.5]},
    # The border both share runs north; the rest of each goes round and comes back.
    "arcs": [
        [[10, 0], [0, 10]],
        [[10, 10], [-10, 0], [0, -10], [10, 0]],
        [[10, 10], [10, 0], [0, -10], [-10, 0]],
    ],
    "objects": {
        "machi": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]], "properties": {"name": "西"}},
                {"type": "MultiPolygon", "arcs": [[[2, 0]]], "properties": {"name": "東"}},
            ],
        },
        "other": {"type": "GeometryCollection", "geometries": []},
    },
}


def test_topojson_is_unfolded_and_neighbours_share_their_border():
    layer = read_layer("a.topojson", json.dumps(TOPOLOGY).encode())
    west, east = (f.geometry for f in layer.features)
    assert shapely.equals(west, shapely.geometry.shape(a_square()))
    assert shapely.coverage_is_valid([west, east])
    assert (layer.values("name"), layer.names) == (["西", "東"], ("machi", "other"))


def test_a_geojson_in_a_zip_is_read():
    packed = a_zip({"data/a.geojson": collection(a_square()), "__MACOSX/._a.geojson": b"x"})
    assert len(read_layer("a.zip", packed).features) == 1


SWAPPED = {"type": "Polygon", "coordinates": [[[y, x] for x, y in ring()]]}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.geojson", b"%PDF-1.7 ...", "PDF"),
        ("a.geojson", b"<kml></kml>", "区域（面）がありません"),
        ("a.geojson", b'{"type":\n "FeatureCollection", }', "2行目"),
        ("a.geojson", b"[1, 2]", "FeatureCollectionではありません"),
        ("a.geojson", b"[" + b"1" * 5000 + b"]", "GeoJSONとして読めません"),
        ("a.shp", b"\x00\x00\x27\x0a", ".shpだけでは"),
        ("a.geojson", collection(SWAPPED), "緯度と経度が逆"),
        ("a.geojson", collection(a_square(west=2.3, south=48.8)), "日本の外"),
        ("a.geojson", collection({"type": "Point", "coordinates": [139, 35]}), "点のデータ"),
        ("a.geojson", collection({"type": "LineString", "coordinates": ring()}), "線のデータ"),
        ("a.geojson", collection(), "1つもありません"),
        ("a.topojson", json.dumps(TOPOLOGY | {"arcs": []}).encode(), "arcs"),
        ("a.topojson", b'{"type":"Topology","arcs":[]}', "objects"),
        ("a.zip", b"PK\x03\x04 broken", "こわれていて"),
        ("a.zip", a_zip({"readme.txt": b"x"}), "readme.txt"),
        ("a.zip", a_zip({"inner.zip": a_zip({"a": b"x"})}), "さらにzip"),
        ("a.zip", a_shapefile(TOWN, without=("dbf",)), ".dbfがありません"),
        ("a.zip", a_shapefile(TOWN, prj=TOKYO), "日本測地系"),
        ("a.zip", a_shapefile(TOWN, prj=SPHERE), "WGS_1984_Web_Mercator"),
        ("a.zip", a_shapefile(TOWN, form=shapefile.POINT), "面ではなく、点"),
        ("a.zip", a_zip({"a.shp": b"\x00" * 200, "a.dbf": b"\x00" * 50}), "こわれて"),
        ("a.zip", a_zip({"a.geojson": b" " * 60_000_000}), "大きくなりすぎる"),
    ],
)  # fmt: skip
def test_what_is_no_file_of_polygons_is_refused_in_a_sentence(name, content, said):
    with pytest.raises(Unfit, match=said):
        read_layer(name, content)


def test_a_shapefile_without_shx_or_prj_is_read_and_says_so():
    layer = read_layer("a.zip", a_shapefile(TOWN, without=("shx",), prj=""))
    assert len(layer.features) == 2
    said = "".join(layer.notes)
    assert ".shxがありません" in said
    assert ".prjがありません" in said


def test_too_many_shapes_are_refused_before_they_are_drawn(monkeypatch):
    from jibungoto.know.places.shapes import reading

    monkeypatch.setattr(reading, "_MAX_FEATURES", 1)
    with pytest.raises(Unfit, match="2個"):
        read_layer("a.geojson", collection(a_square(), a_square()))


RING = "139.4,35.6,0 139.41,35.6,0 139.41,35.61,0 139.4,35.61,0 139.4,35.6,0"
KML = f"""<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>区域</name><Folder><name>東部</name>
<Placemark><name>さくら会</name><description><![CDATA[世帯<br>120]]></description>
<ExtendedData><Data name="世帯数"><value>120</value></Data></ExtendedData>
<Polygon><outerBoundaryIs><LinearRing><coordinates>
{RING}
</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>
<Placemark><name>集会所</name><Point><coordinates>139.4,35.6,0</coordinates></Point></Placemark>
</Folder></Document></kml>"""


@pytest.mark.parametrize(
    "name, content",
    [
        ("区域.kml", KML.encode()),
        ("区域.kml", KML.replace("UTF-8", "Shift_JIS").encode("cp932")),
        ("区域.kml", KML.replace("UTF-8", "UTF-16").encode("utf-16")),
        ("区域.kmz", a_zip({"doc.kml": KML.encode()})),
    ],
)
def test_the_areas_of_a_map_drawn_on_the_web_are_read_and_its_points_left(name, content):
    layer = read_layer(name, content)
    (feature,) = layer.features
    assert feature.geometry.bounds == (139.4, 35.6, 139.41, 35.61)
    told = {"name": "さくら会", "description": "世帯 120", "世帯数": "120", "folder": "東部"}
    assert feature.told == told
    assert "面ではない1個" in " ".join(layer.notes)


def gml(ring, srs=""):
    return f"""<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs"
      xmlns:gml="http://www.opengis.net/gml" xmlns:t="http://t/"><gml:featureMember>
      <t:area><t:地区名>北部</t:地区名><t:geom><gml:Polygon srsName="{srs}"><gml:exterior>
      <gml:LinearRing><gml:posList>{ring}</gml:posList></gml:LinearRing></gml:exterior>
      </gml:Polygon></t:geom></t:area></gml:featureMember></wfs:FeatureCollection>""".encode()


NORTH_FIRST = "35.6 139.4 35.6 139.41 35.61 139.41 35.61 139.4 35.6 139.4"
EAST_FIRST = "139.4 35.6 139.41 35.6 139.41 35.61 139.4 35.61 139.4 35.6"


@pytest.mark.parametrize("ring", [NORTH_FIRST, EAST_FIRST])
@pytest.mark.parametrize("srs", ["", "urn:ogc:def:crs:EPSG::6668", "EPSG:4326"])
def test_gml_is_read_whichever_of_its_degrees_comes_first(ring, srs):
    (feature,) = read_layer("区域.gml", gml(ring, srs)).features
    assert feature.geometry.bounds == (139.4, 35.6, 139.41, 35.61)
    assert feature.told == {"地区名": "北部"}


def test_metres_in_gml_are_north_first_under_the_full_name_of_their_system():
    north_first = "-44000 -40000 -44000 -39000 -43000 -39000 -43000 -40000 -44000 -40000"
    east_first = "-40000 -44000 -39000 -44000 -39000 -43000 -40000 -43000 -40000 -44000"
    one = read_layer("a.gml", gml(north_first, "urn:ogc:def:crs:EPSG::6677")).features[0]
    two = read_layer("a.gml", gml(east_first, "EPSG:6677")).features[0]
    assert one.geometry.equals_exact(two.geometry, 1e-9)
    assert one.geometry.centroid.x == pytest.approx(139.397, abs=0.01)


@pytest.mark.parametrize(
    "content, said",
    [
        (KML.replace("Polygon", "Polyline").encode(), "区域（面）がありません"),
        (KML[:300].encode(), "XMLとして読めない"),
        (b'<!DOCTYPE kml [<!ENTITY a "b">]><kml>&a;</kml>', "DOCTYPE"),
        (gml("35.6 139.4 35.6"), "区域（面）がありません"),
        (b'<a><Curve/><Polygon xlink="x"/></a>', "区域（面）がありません"),
        (b'<a xmlns:x="x"><b x:href="#c"/></a>', "図形が別のところに"),
        (gml(NORTH_FIRST, "EPSG:4301"), "日本測地系"),
        (f"<kml>{'<Folder>' * 3000}{'</Folder>' * 3000}</kml>".encode(), "XMLとして読めない"),
    ],
)
def test_a_map_in_xml_without_areas_is_refused_in_a_sentence(content, said):
    with pytest.raises(Unfit, match=said):
        read_layer("区域.kml", content)
