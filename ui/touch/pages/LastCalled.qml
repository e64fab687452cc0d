// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Link

// The four called before the newest.
Item {
    id: last

    Card { anchors.fill: parent }

    AppText {
        id: title

        x: Theme.px(40)
        y: Theme.px(26)
        text: I18n.t("touch.display.last")
        size: Theme.small
        font.bold: true
        color: Theme.accent
    }

    Grid {
        id: rows

        readonly property int cell: (width - spacing) / 2

        anchors.top: title.bottom
        anchors.topMargin: Theme.px(18)
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.px(28)
        x: Theme.px(40)
        width: parent.width - 2 * x
        columns: 2
        spacing: Theme.px(20)

        Repeater {
            model: CallList {
                source: Hall.calls
                first: 1
                most: 4
            }

            Rectangle {
                id: line

                required property string number
                required property string counter_label

                width: rows.cell // qmllint disable unqualified
                height: (rows.height - rows.spacing) / 2 // qmllint disable unqualified
                radius: Theme.radiusSmall
                color: Theme.accentSoft
                border.color: Theme.line
                border.width: Theme.easy ? Theme.lineWidth : 0

                AppText {
                    x: Theme.px(32)
                    anchors.verticalCenter: parent.verticalCenter
                    text: line.number
                    size: Theme.px(68)
                    font.bold: true
                }

                AppText {
                    anchors.right: parent.right
                    anchors.rightMargin: Theme.px(32)
                    anchors.verticalCenter: parent.verticalCenter
                    text: I18n.t("touch.display.counter", { counter: line.counter_label })
                    size: Theme.px(42)
                    color: Theme.textMuted
                }
            }
        }
    }
}
