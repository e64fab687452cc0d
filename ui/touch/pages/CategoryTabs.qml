// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Link

// A row of tabs for each level of the tree down to what is chosen.
Column {
    id: tabs

    required property CategoryTree tree
    property string category

    // "" and every category on the way to the chosen one that has some below it.
    readonly property var levels: {
        const ids = tabs.tree.ids;
        return [""].concat(tabs.tree.way(tabs.category)).filter(id => ids.length > 0 && tabs.tree.children(id).length > 0);
    }

    signal chosen(string category)

    spacing: Theme.px(20)

    Repeater {
        model: tabs.levels

        Flow {
            id: level

            required property string modelData

            width: tabs.width // qmllint disable unqualified
            spacing: Theme.px(16)

            // All of what this row divides.
            Chip {
                name: level.modelData === "" ? "category." : "category." + level.modelData + ".all"
                text: I18n.t("touch.all")
                chosen: tabs.category === level.modelData // qmllint disable unqualified
                onTouched: tabs.chosen(level.modelData) // qmllint disable unqualified
            }

            Repeater {
                model: tabs.tree.children(level.modelData) // qmllint disable unqualified

                Chip {
                    id: tab

                    required property string modelData

                    name: "category." + tab.modelData
                    text: I18n.own(tabs.tree.name(tab.modelData)) // qmllint disable unqualified
                    chosen: tabs.tree.way(tabs.category).includes(tab.modelData) // qmllint disable unqualified
                    onTouched: tabs.chosen(tab.modelData) // qmllint disable unqualified
                }
            }
        }
    }
}
