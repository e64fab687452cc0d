// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Link

Flow {
    id: tabs

    property string category

    signal chosen(string category)

    spacing: Theme.px(16)

    Chip {
        name: "category."
        text: I18n.t("touch.all")
        chosen: tabs.category === ""
        onTouched: tabs.chosen("")
    }

    Repeater {
        model: Hall.categories

        Chip {
            id: tab

            required property string key
            required property var model

            name: "category." + tab.key
            text: I18n.own(tab.model.name)
            chosen: tabs.category === tab.key // qmllint disable unqualified
            onTouched: tabs.chosen(tab.key) // qmllint disable unqualified
        }
    }
}
