"""Words that say nothing of their own: a comment may share them with any text."""

from __future__ import annotations

from ..language import words

FUNCTION = words.bag(
    "a an the of in on at by to for from with and or as is are was were be been being it its that this these those there "
    "here who whom whose which what when where why how than then so if but not no nor only also too very just more most less "
    "least some any all each every both few many much other another such same own can could may might will would shall "
    "should must do does did done has have had having i we you he she they them their our your his her my me us one two "
    "about above across after again against along among around because before behind below beneath beside between beyond "
    "during except inside into near off onto out outside over since through throughout toward under until up upon via within "
    "without while whereas although though however therefore thus hence yet still even ever never always often sometimes "
    "perhaps maybe likely rather quite almost already"
)
WORDS = FUNCTION | words.bag(
    "data table tables row rows column columns value values number numbers mean means average averages median spread range "
    "variable variables group groups level levels sample samples size sizes record records result results finding findings "
    "evidence test tests tested testing interval intervals confidence effect effects estimate estimates difference "
    "differences different relation relations relationship relationships association associated correlation correlated "
    "correlations trend trends pattern patterns distribution distributions normal skewed outlier outliers missing noise "
    "model models error errors residual residuals slope linear curve plot plots figure figures chart axis scale scatter "
    "histogram output outputs cell cells code notebook line lines type types text string strings integer float list array "
    "frame dataframe series index key name names called print printed shows show shown showing see seen look looks looking "
    "check checked checking compare compared comparing comparison consider considered could suggest suggests suggested "
    "indicate indicates mean seem seems seemed appear appears appeared worth useful help helps helpful need needs needed "
    "first second third next last further other possible possibly probably cause causes caused reason reasons explain "
    "explains explained explanation factor factors confounding measure measured measures measurement measurements unit units "
    "time times day days week weeks month months year years small smaller large larger big bigger high higher highest low "
    "lower lowest long short strong stronger weak weaker good better best bad worse well wide narrow similar similarly "
    "clear clearly simple simply general generally specific important interesting plausible expected unexpected usual "
    "usually common real true whole part parts point points case cases way ways thing things kind question answer note "
    "study studies experiment experiments experimental observation observations observed condition conditions subject "
    "subjects participants people plant plants patient patients site sites place places process processes made make makes "
    "making take takes taken taking give gives given giving found work works use used using uses get got go goes "
    "come comes came put set sets let say says said tell tells keep kept vary varies varied variation change changes changed "
    "rise rises fall falls increase increases decrease decreases grow grows together apart alone either neither enough "
    "least true false zero half total count counts proportion share percent fraction rate rates ratio sum product minimum "
    "maximum ordinary plain raw new old early late earlier later left right side sides end ends start starts beginning"
)
