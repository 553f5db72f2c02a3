import * as echarts from 'echarts/core';
import { BarChart, CustomChart, GraphChart, HeatmapChart, LineChart, MapChart, ScatterChart, EffectScatterChart } from 'echarts/charts';
import { AriaComponent, DataZoomComponent, GeoComponent, GridComponent, LegendComponent, MarkAreaComponent, MarkLineComponent, TitleComponent, TooltipComponent, VisualMapComponent } from 'echarts/components';
import { SVGRenderer, CanvasRenderer } from 'echarts/renderers';
import { LabelLayout } from 'echarts/features';
echarts.use([BarChart, CustomChart, GraphChart, HeatmapChart, LineChart, MapChart, ScatterChart, AriaComponent, DataZoomComponent, GeoComponent, GridComponent, LegendComponent, MarkAreaComponent, MarkLineComponent, TitleComponent, TooltipComponent, VisualMapComponent, SVGRenderer, CanvasRenderer, LabelLayout]);
export const { init, registerMap, registerTheme, getInstanceByDom } = echarts;
