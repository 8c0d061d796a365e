"""What made-up customers do: the words of their names, and how the trade is told of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rulesets.types import Both


@dataclass(frozen=True)
class Business:
    """A trade: words for the name, its code, its line on file, its words on the licence."""

    name: Both
    code: str
    industry: str
    licence: Both
    groups: tuple[str, ...]
    revenue_each: int = 600_000
    """What one employee turns over in a year, in CNY."""


def _business(words: str, groups: str, revenue_each: int = 600_000) -> Business:
    zh, en, code, industry, licence_zh, licence_en = (each.strip() for each in words.split("|"))
    names, licence = Both(zh, en), Both(licence_zh, licence_en)
    return Business(names, code, industry, licence, tuple(groups.split()), revenue_each)


MAKERS: Final = (
    _business(
        "精密机械|Precision Machinery|C34|manufacturing|精密机床研发生产|Machine manufacturing",
        "轴承 导轨 主轴 刀具",
    ),
    _business(
        "汽车部件|Car Parts|C36|manufacturing|汽车零部件制造|Manufacturing of car parts",
        "轴承 紧固件 传感器",
        900_000,
    ),
    _business(
        "电气|Electrics|C38|manufacturing|电机与配电设备制造|Motor manufacturing",
        "电机 传感器 线缆",
        800_000,
    ),
    _business(
        "仪器仪表|Instruments|C40|manufacturing|测量仪器生产与校准|Manufacturing of instruments",
        "传感器 导轨 电源",
    ),
    _business(
        "食品机械|Food Machinery|C35|manufacturing|食品加工设备制造|Food machinery manufacturing",
        "电机 轴承 输送带",
    ),
)
SHOPS: Final = (
    _business(
        "服饰商行|Clothing|F52|retail|服装零售与网店经营|Retail of clothing",
        "货架 包装 标签",
        400_000,
    ),
    _business(
        "家居用品|Homeware|F52|retail|日用家居零售|Retail of homeware",
        "包装 货架 灯具",
        450_000,
    ),
    _business(
        "文具礼品|Stationery & Gifts|F52|retail|文具礼品零售|Retail of stationery",
        "包装 标签 打印耗材",
        350_000,
    ),
)
DEALERS: Final = (
    _business(
        "五金贸易|Hardware Trading|F51|wholesale|五金工具批发|Wholesale of hardware",
        "紧固件 刀具 轴承",
        2_000_000,
    ),
    _business(
        "机电物资|Machinery Supplies|F51|wholesale|机电设备经销|Wholesale of machinery",
        "电机 轴承 线缆",
        2_500_000,
    ),
    _business(
        "化工原料|Chemicals|F51|wholesale|化工原料批发|Wholesale of chemicals",
        "润滑油 包装",
        3_000_000,
    ),
)
BUILDERS: Final = (
    _business(
        "建设集团|Construction Group|E48|construction|市政工程与土建施工|Civil construction",
        "泵阀 线缆 紧固件",
        1_000_000,
    ),
    _business(
        "机电安装|Building Services|E49|construction|建筑安装工程|Building construction",
        "泵阀 电机 线缆",
        700_000,
    ),
    _business(
        "装饰工程|Decoration Works|E50|construction|室内装修与施工|Interior construction works",
        "灯具 线缆",
        500_000,
    ),
)
HOSPITALS: Final = (
    _business(
        "人民医院|General Hospital|Q84|services|综合医疗服务|Medical service",
        "电源 传感器 泵阀",
        500_000,
    ),
    _business(
        "康复中心|Rehabilitation Centre|Q84|services|康复医疗服务|Rehabilitation service",
        "电源 传感器",
        300_000,
    ),
    _business(
        "职业学院|Vocational College|P83|services|职业教育与培训|Vocational training",
        "刀具 电源 打印耗材",
        300_000,
    ),
)
KITCHENS: Final = (
    _business(
        "小馆|Bistro|H62|services|餐饮服务|Catering service",
        "餐厨用品 包装 灯具",
        150_000,
    ),
    _business(
        "面馆|Noodle House|H62|services|餐饮服务|Catering service",
        "餐厨用品 包装",
        120_000,
    ),
    _business(
        "客栈|Guest House|H61|services|住宿服务|Hotel service",
        "灯具 餐厨用品",
        150_000,
    ),
)
LABS: Final = (
    _business(
        "材料研究所|Materials Laboratory|M73|services|新材料研究与设计|Materials consulting",
        "传感器 电源 主轴",
    ),
    _business(
        "软件科技|Software|I65|services|工业软件开发|Development of industrial software",
        "传感器 电源",
        500_000,
    ),
    _business(
        "检测技术|Testing|M74|services|检验检测技术服务|Testing and consulting",
        "传感器 刀具",
        400_000,
    ),
)
CARRIERS: Final = (
    _business(
        "货运物流|Freight|G54|services|道路货物运输|Road logistics",
        "润滑油 紧固件",
        500_000,
    ),
    _business(
        "仓储服务|Warehousing|G59|services|仓储与装卸服务|Warehousing and logistics",
        "货架 标签",
        400_000,
    ),
    _business(
        "物业管理|Property Management|K702|services|物业管理服务|Property service",
        "灯具 泵阀",
        250_000,
    ),
)
FARMS: Final = (
    _business(
        "果业合作社|Orchard Co-operative|A01|other|水果种植与加工|Farming of fruit",
        "包装 泵阀",
        200_000,
    ),
    _business(
        "水产养殖|Fish Farm|A04|other|水产养殖|Fish farming",
        "泵阀 电机",
        250_000,
    ),
    _business(
        "矿业|Mining|B10|other|石灰石开采|Mining of limestone",
        "轴承 润滑油 输送带",
        900_000,
    ),
)
