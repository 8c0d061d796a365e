"""Where made-up customers are: real places, so that regions and city tiers can be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rulesets.types import Both


@dataclass(frozen=True)
class Place:
    """A city; `province` and `level` only in China."""

    name: Both
    country: str = "CN"
    province: str = ""
    level: str = ""


def _cities(lines: str) -> tuple[Place, ...]:
    fields = (line.split() for line in lines.strip().splitlines())
    return tuple(
        Place(Both(zh, en.replace("_", " ")), "CN", province, level)
        for zh, en, province, level in fields
    )


def _abroad(lines: str) -> tuple[Place, ...]:
    fields = (line.split() for line in lines.strip().splitlines())
    return tuple(Place(Both(zh, en.replace("_", " ")), country) for zh, en, country in fields)


NEAR: Final = _cities("""
    上海 Shanghai shanghai tier_1
    苏州 Suzhou jiangsu new_tier_1
    南京 Nanjing jiangsu new_tier_1
    常州 Changzhou jiangsu tier_2
    盐城 Yancheng jiangsu tier_3
    杭州 Hangzhou zhejiang new_tier_1
    宁波 Ningbo zhejiang new_tier_1
    绍兴 Shaoxing zhejiang tier_2
    合肥 Hefei anhui new_tier_1
    黄山 Huangshan anhui tier_4
    厦门 Xiamen fujian tier_2
    赣州 Ganzhou jiangxi tier_3
    青岛 Qingdao shandong new_tier_1
    菏泽 Heze shandong tier_3
""")
"""In the region that the library takes for its own until a company changes it: East China."""

FAR: Final = _cities("""
    北京 Beijing beijing tier_1
    天津 Tianjin tianjin new_tier_1
    石家庄 Shijiazhuang hebei tier_2
    太原 Taiyuan shanxi tier_2
    包头 Baotou inner_mongolia tier_3
    沈阳 Shenyang liaoning tier_2
    长春 Changchun jilin tier_2
    哈尔滨 Harbin heilongjiang tier_2
    郑州 Zhengzhou henan new_tier_1
    武汉 Wuhan hubei new_tier_1
    长沙 Changsha hunan new_tier_1
    广州 Guangzhou guangdong tier_1
    深圳 Shenzhen guangdong tier_1
    佛山 Foshan guangdong new_tier_1
    南宁 Nanning guangxi tier_2
    海口 Haikou hainan tier_2
    重庆 Chongqing chongqing new_tier_1
    成都 Chengdu sichuan new_tier_1
    西安 Xi'an shaanxi new_tier_1
    兰州 Lanzhou gansu tier_2
""")
"""Large and middle cities elsewhere in China."""

SMALL: Final = _cities("""
    延边 Yanbian jilin tier_5
    黑河 Heihe heilongjiang tier_5
    张家界 Zhangjiajie hunan tier_4
    百色 Baise guangxi tier_4
    自贡 Zigong sichuan tier_4
    凯里 Kaili guizhou tier_5
    大理 Dali yunnan tier_4
    拉萨 Lhasa tibet tier_4
    天水 Tianshui gansu tier_4
    西宁 Xining qinghai tier_3
    石嘴山 Shizuishan ningxia tier_5
    喀什 Kashgar xinjiang tier_4
""")
"""Small cities, most of them far."""

ABROAD: Final = _abroad("""
    汉堡 Hamburg DE
    米兰 Milan IT
    鹿特丹 Rotterdam NL
    里昂 Lyon FR
    芝加哥 Chicago US
    大阪 Osaka JP
    釜山 Busan KR
    新加坡 Singapore SG
    胡志明市 Ho_Chi_Minh_City VN
    曼谷 Bangkok TH
    雅加达 Jakarta ID
    圣保罗 São_Paulo BR
    内罗毕 Nairobi KE
    迪拜 Dubai AE
    墨西哥城 Mexico_City MX
    伊斯坦布尔 Istanbul TR
    香港 Hong_Kong HK
""")
"""Abroad, and Hong Kong."""
